import type { IncomingAction } from "@/db/enums";
import { actionIssues } from "@/features/incoming-webhooks/action-schemas";
import { FIELD_READERS } from "@/features/incoming-webhooks/field-readers";
import { ACTION_FIELDS, type ActionField } from "@/features/incoming-webhooks/fields";
import type { Issue } from "@/lib/errors";
import { fieldAt } from "@/lib/issues";
import { isRecord, ownValue, readPath, writePath } from "@/lib/own-path";

type Fields = Readonly<Record<string, unknown>>;

export interface PreparedFields {
  fields: Record<string, unknown>;
  /** Optional values that didn't fit, and what was done instead. */
  remarks: Issue[];
}

/** Without these an action has nothing to do: what is wrong with them is for its schema to say. */
const NEEDED: Record<IncomingAction, readonly ActionField[]> = {
  create_ticket: ["subject"],
  add_comment: ["ticketId", "body"],
  update_status: ["ticketId"],
  post_message: ["chatId", "body"],
};

/**
 * What an action works with: the values that were found, as far as they can be understood, `defaults` for what is missing or doesn't fit, and
 * `set` in place of all of them.
 */
export function prepareFields(
  action: IncomingAction,
  found: Fields,
  { defaults = {}, set = {} }: { defaults?: Fields; set?: Fields } = {},
): PreparedFields {
  const fields: Record<string, unknown> = {};
  const remarks: Issue[] = [];
  const source = withCustomerObject(found);
  for (const field of ACTION_FIELDS[action]) {
    const value = readPath(source, field);
    if (isMissing(value) || Object.hasOwn(set, field)) continue;
    const { value: read, remark } = FIELD_READERS[field](value);
    if (read !== undefined) writePath(fields, field, read);
    else if (isNeeded(action, field)) writePath(fields, field, value);
    if (remark && (read !== undefined || !isNeeded(action, field)))
      remarks.push({ path: field, message: remark });
  }
  for (const { path, message } of actionIssues(action, fields, true)) {
    const field = fieldAt(ACTION_FIELDS[action], path);
    if (field === null || isNeeded(action, field) || readPath(fields, field) === undefined) continue;
    removePath(fields, field);
    remarks.push({ path: field, message: `${message} It was left out.` });
  }
  // A ticket that is there already keeps what it has.
  const missing = action === "create_ticket" ? ofAction(action, defaults) : {};
  return { fields: { ...missing, ...fields, ...ofAction(action, set) }, remarks };
}

function isNeeded(action: IncomingAction, field: ActionField): boolean {
  return NEEDED[action].some((needed) => needed === field);
}

function removePath(fields: Record<string, unknown>, path: ActionField): void {
  const [first = "", second] = path.split(".");
  const holder = second === undefined ? fields : fields[first];
  if (isRecord(holder)) Reflect.deleteProperty(holder, second ?? first);
}

function isMissing(value: unknown): boolean {
  return value === undefined || value === null || (typeof value === "string" && value.trim() === "");
}

/** A customer that is a mere text is their address. */
function withCustomerObject(found: Fields): Fields {
  const customer = ownValue(found, "customer");
  if (isMissing(customer) || isRecord(customer)) return found;
  return { ...found, customer: { email: customer } };
}

function ofAction(action: IncomingAction, values: Fields): Fields {
  const known = ACTION_FIELDS[action].flatMap((field) =>
    Object.hasOwn(values, field) ? [[field, values[field]] as const] : [],
  );
  return Object.fromEntries(known);
}
