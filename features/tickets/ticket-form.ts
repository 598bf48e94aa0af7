import * as z from "zod";
import { TICKET_PRIORITIES } from "@/db/enums";
import { emailSchema } from "@/features/auth/schema";
import { bodySchema, type CreateTicket, subjectSchema } from "@/features/tickets/schema";

const TAG_MAX = 60;

/** What the form for a new ticket holds; all of it text, as fields are. */
export const ticketFormSchema = z.object({
  email: z.union([z.literal(""), emailSchema]),
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

export type TicketFormValues = z.input<typeof ticketFormSchema>;

export const TICKET_FIELDS = [
  "email",
  "name",
  "subject",
  "body",
  "priority",
  "assigneeId",
  "teamId",
  "tags",
] as const satisfies (keyof TicketFormValues)[];

export function toCreateTicket({ email, name, ...values }: z.output<typeof ticketFormSchema>): CreateTicket {
  const customer = { ...(email && { email }), ...(name && { name }) };
  return {
    subject: values.subject,
    body: values.body,
    priority: values.priority,
    tags: tagsOf(values.tags),
    ...(Object.keys(customer).length > 0 && { customer }),
    ...(values.assigneeId && { assigneeId: Number(values.assigneeId) }),
    ...(values.teamId && { teamId: Number(values.teamId) }),
  };
}

/** The form's field for a path of the API's body. */
export function ticketFieldOf(path: string): keyof TicketFormValues | "root" {
  const name = path.replace(/^customer\.?/, "") || "email";
  return TICKET_FIELDS.find((field) => name === field || name.startsWith(`${field}.`)) ?? "root";
}

function tagsOf(text: string): string[] {
  return text
    .split(",")
    .map((tag) => tag.trim())
    .filter((tag) => tag !== "");
}
