import * as z from "zod";
import { TICKET_PRIORITIES } from "@/db/enums";
import { customerRefSchema } from "@/features/customers/schema";
import { tagsOf } from "@/features/tickets/form-values";
import { bodySchema, subjectSchema } from "@/features/tickets/schema";
import { emailAddressSchema } from "@/lib/email-address";

const TAG_MAX = 60;

export const ticketFormSchema = z.object({
  customer: customerRefSchema.nullable(),
  isNewCustomer: z.boolean(),
  email: z.union([z.literal(""), emailAddressSchema]),
  name: z.string().trim().max(200),
  subject: subjectSchema,
  body: bodySchema,
  priority: z.enum(TICKET_PRIORITIES),
  assigneeId: z.string(),
  teamId: z.string(),
  tags: z
    .string()
    .refine((text) => tagsOf(text).length <= 30, "At most 30 tags.")
    .refine((text) => tagsOf(text).every((tag) => tag.length <= TAG_MAX), "At most 60 characters per tag."),
});
