import * as z from "zod";
import { attributesText } from "@/features/customers/attributes-text";
import { type Customer, createCustomerSchema } from "@/features/customers/schema";
import { parseJsonObject } from "@/lib/parse-json-object";

const FIELDS = createCustomerSchema.shape;

/** An empty field means none. */
const optionalText = z
  .string()
  .transform((text): string | null | undefined => (text.trim() === "" ? null : text));
/** One a line. */
const lines = z.string().transform((text): string[] | undefined => split(text, "\n"));

const EXAMPLE = '{"plan": "pro"}';

const json = z.string().transform((text, ctx): Record<string, unknown> | undefined => {
  if (text.trim() === "") return {};
  const parsed = parseJsonObject(text);
  if (parsed.value) return parsed.value;
  const { syntaxError } = parsed;
  const message = syntaxError
    ? `This is not JSON. ${syntaxError}`
    : `Write names and values in braces: ${EXAMPLE}`;
  ctx.addIssue({ code: "custom", message });
  return z.NEVER;
});

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
  attributes: json.pipe(FIELDS.attributes),
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
  attributes: "",
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
    attributes: Object.keys(customer.attributes).length > 0 ? attributesText(customer.attributes) : "",
  };
}

/**
 * The body of a change: every field of the form, the shown address first among all; attributes only where they are others than `before`,
 * since programs change them, too.
 */
export function changeOf(
  { otherEmails = [], attributes, ...values }: z.output<typeof customerFormSchema>,
  before: Pick<Customer, "attributes"> = { attributes: {} },
) {
  const emails = [...(values.email ? [values.email] : []), ...otherEmails];
  const isSame = JSON.stringify(attributes) === JSON.stringify(before.attributes);
  return { ...values, ...(isSame ? {} : { attributes }), emails: [...new Set(emails)] };
}

function split(text: string, separator: string): string[] {
  return [...new Set(text.split(separator).map((part) => part.trim()))].filter(Boolean);
}
