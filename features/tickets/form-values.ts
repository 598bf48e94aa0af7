import * as z from "zod";
import { TICKET_PRIORITIES } from "@/db/enums";
import { customerRefSchema } from "@/features/customers/schema";
import { bodySchema, type CreateTicket, subjectSchema } from "@/features/tickets/schema";
import { emailAddressSchema } from "@/lib/email-address";
import { fieldAt } from "@/lib/issues";

const TAG_MAX = 60;

/** What the form for a new ticket holds. */
export const ticketFormSchema = z.object({
  customer: customerRefSchema.nullable(),
  /** Found or added by the email and name, which are empty otherwise. */
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

export type TicketFormValues = z.input<typeof ticketFormSchema>;

const TICKET_FIELDS = [
  "customer",
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
  const isNew = email !== "" || name !== "";
  return {
    subject: values.subject,
    body: values.body,
    priority: values.priority,
    tags: tagsOf(values.tags),
    ...(isNew && { customer: { ...(email && { email }), ...(name && { name }) } }),
    ...(values.customer && { customerId: values.customer.id }),
    ...(values.assigneeId && { assigneeId: Number(values.assigneeId) }),
    ...(values.teamId && { teamId: Number(values.teamId) }),
  };
}

/** The form's field for a path of the API's body. */
export function ticketFieldOf(path: string): keyof TicketFormValues | null {
  if (path === "customerId") return "customer";
  const name = path.replace(/^customer\.?/, "") || "email";
  return fieldAt(TICKET_FIELDS, name);
}

function tagsOf(text: string): string[] {
  return text
    .split(",")
    .map((tag) => tag.trim())
    .filter((tag) => tag !== "");
}
