import type { TicketPriority } from "@/db/enums";
import type { CustomerRef } from "@/features/customers/schema";
import type { CreateTicket } from "@/features/tickets/schema";
import { fieldAt } from "@/lib/issues";

/** What the form for a new ticket holds. */
export interface TicketFormValues {
  customer: CustomerRef | null;
  /** Found or added by the email and name, which are empty otherwise. */
  isNewCustomer: boolean;
  email: string;
  name: string;
  subject: string;
  body: string;
  priority: TicketPriority;
  /** Empty: nobody, as with the team. */
  assigneeId: string;
  teamId: string;
  /** Divided by commas. */
  tags: string;
}

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

export function toCreateTicket({ email, name, ...values }: TicketFormValues): CreateTicket {
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

export function tagsOf(text: string): string[] {
  return text
    .split(",")
    .map((tag) => tag.trim())
    .filter((tag) => tag !== "");
}
