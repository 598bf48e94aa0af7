import * as z from "zod";
import { ON_CLOSED } from "@/db/enums";
import { BRAND_COLOR } from "@/features/organizations/brand-color";
import { isTimeZone } from "@/lib/time";
import { storableText } from "@/lib/wire-types";

const fields = {
  name: storableText().trim().min(1, "Enter a name.").max(120, "Use at most 120 characters."),
  timeZone: z.string().max(64).refine(isTimeZone, "Choose a time zone from the list."),
  brandColor: z
    .string()
    .trim()
    .toLowerCase()
    .regex(BRAND_COLOR, "Write the color as # and six digits, e.g. #0b7a75.")
    .nullable()
    .meta({ description: "Of the pages that customers see. Null: Replify's own." }),
  onClosed: z.enum(ON_CLOSED).meta({
    description:
      "What an answer by an incoming webhook does to a ticket that is resolved or closed, where the webhook itself says nothing: `reopen` it, open a `new_ticket` that goes on from it, or `keep` it so and tag it.",
  }),
};

export const organizationSchema = z.object({ id: z.int(), ...fields }).meta({
  id: "Organization",
  example: {
    id: 1,
    name: "Lovelace Ltd",
    timeZone: "Europe/London",
    brandColor: "#0b7a75",
    onClosed: "reopen",
  },
});

export const updateOrganizationSchema = z
  .strictObject(fields)
  .partial()
  .meta({ id: "UpdateOrganization", example: { name: "Lovelace Ltd", brandColor: "#0b7a75" } });

export type Organization = z.output<typeof organizationSchema>;
export type UpdateOrganization = z.output<typeof updateOrganizationSchema>;
