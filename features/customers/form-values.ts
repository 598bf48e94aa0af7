import * as z from "zod";
import { type Customer, createCustomerSchema } from "@/features/customers/schema";

const FIELDS = createCustomerSchema.shape;

/** An empty field means none. */
const optionalText = z
  .string()
  .transform((text): string | null | undefined => (text.trim() === "" ? null : text));
/** One a line. */
const lines = z.string().transform((text): string[] | undefined => split(text, "\n"));

/** What is typed, and what the API takes. */
export const customerFormSchema = z.object({
  name: optionalText.pipe(FIELDS.name),
  email: optionalText.pipe(FIELDS.email),
  otherEmails: lines.pipe(FIELDS.emails),
  phone: optionalText.pipe(FIELDS.phone),
  company: optionalText.pipe(FIELDS.company),
  externalIds: lines.pipe(FIELDS.externalIds),
  agentId: z
    .string()
    .transform((text): number | null | undefined => (text === "" ? null : Number(text)))
    .pipe(FIELDS.agentId),
  tags: z
    .string()
    .transform((text): string[] | undefined => split(text, ","))
    .pipe(FIELDS.tags),
});

export type CustomerFormValues = z.input<typeof customerFormSchema>;

export const EMPTY_CUSTOMER: CustomerFormValues = {
  name: "",
  email: "",
  otherEmails: "",
  phone: "",
  company: "",
  externalIds: "",
  agentId: "",
  tags: "",
};

export function valuesOf(customer: Customer): CustomerFormValues {
  return {
    name: customer.name ?? "",
    email: customer.email ?? "",
    otherEmails: customer.emails.filter((email) => email !== customer.email).join("\n"),
    phone: customer.phone ?? "",
    company: customer.company ?? "",
    externalIds: customer.externalIds.join("\n"),
    agentId: customer.agent ? String(customer.agent.id) : "",
    tags: customer.tags.join(", "),
  };
}

/** The body of a change: every field of the form, the shown address first among all. */
export function changeOf({ otherEmails = [], ...values }: z.output<typeof customerFormSchema>) {
  const emails = [...(values.email ? [values.email] : []), ...otherEmails];
  return { ...values, emails: [...new Set(emails)] };
}

function split(text: string, separator: string): string[] {
  return [...new Set(text.split(separator).map((part) => part.trim()))].filter(Boolean);
}
