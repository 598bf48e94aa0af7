import { attributesText } from "@/features/customers/attributes-text";
import type { Customer } from "@/features/customers/schema";
import type { Issue } from "@/lib/errors";
import { fieldAt } from "@/lib/issues";
import { parseJsonObject } from "@/lib/parse-json-object";

/** What is typed. An empty field means none. */
export interface CustomerFormValues {
  name: string;
  email: string;
  /** One a line, as the ids are. */
  otherEmails: string;
  phone: string;
  company: string;
  externalIds: string;
  agentId: string;
  /** Divided by commas. */
  tags: string;
  /** JSON. */
  attributes: string;
}

const FIELDS = [
  "name",
  "email",
  "otherEmails",
  "phone",
  "company",
  "externalIds",
  "agentId",
  "tags",
  "attributes",
] as const satisfies (keyof CustomerFormValues)[];

const EXAMPLE = '{"plan": "pro"}';

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

/** Each field as the API takes it; attributes that can't be read are none, which `jsonIssues` keeps from being sent. */
export function partsOf(values: CustomerFormValues) {
  return {
    name: textOrNull(values.name),
    email: textOrNull(values.email),
    otherEmails: split(values.otherEmails, "\n"),
    phone: textOrNull(values.phone),
    company: textOrNull(values.company),
    externalIds: split(values.externalIds, "\n"),
    agentId: values.agentId === "" ? null : Number(values.agentId),
    tags: split(values.tags, ","),
    attributes: parseJsonObject(values.attributes).value ?? {},
  };
}

/**
 * The body of a change: every field of the form, the shown address first among all; attributes only where they are others than `before`,
 * since programs change them, too.
 */
export function changeOf(
  form: CustomerFormValues,
  before: Pick<Customer, "attributes"> = { attributes: {} },
) {
  const { otherEmails, attributes, ...parts } = partsOf(form);
  const emails = [...(parts.email ? [parts.email] : []), ...otherEmails];
  const isSame = JSON.stringify(attributes) === JSON.stringify(before.attributes);
  return { ...parts, ...(isSame ? {} : { attributes }), emails: [...new Set(emails)] };
}

/** What the API can't see. */
export function jsonIssues({ attributes }: CustomerFormValues): Issue[] {
  if (attributes.trim() === "") return [];
  const parsed = parseJsonObject(attributes);
  if (parsed.value) return [];
  const { syntaxError } = parsed;
  const message = syntaxError
    ? `This is not JSON. ${syntaxError}`
    : `Write names and values in braces: ${EXAMPLE}`;
  return [{ path: "attributes", message }];
}

/** The form's field for a path of the API's body, where the shown address stands among all. */
export function customerFieldOf(
  path: string,
  { email }: CustomerFormValues,
): keyof CustomerFormValues | null {
  if (path === "emails.0" && email.trim() !== "") return "email";
  if (path.startsWith("emails")) return "otherEmails";
  return fieldAt(FIELDS, path);
}

function textOrNull(text: string): string | null {
  return text.trim() === "" ? null : text;
}

function split(text: string, separator: string): string[] {
  return [...new Set(text.split(separator).map((part) => part.trim()))].filter(Boolean);
}
