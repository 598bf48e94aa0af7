import type * as z from "zod";
import type {
  createEventTypeSchema,
  EventTypeView,
  updateEventTypeSchema,
} from "@/features/event-types/schema";
import { ApiError } from "@/lib/api-client";
import { changedFields } from "@/lib/changed-fields";
import type { Issue } from "@/lib/errors";
import { fieldAt } from "@/lib/issues";
import { parseJsonObject } from "@/lib/parse-json-object";

/** What the form edits: JSON as text. */
export interface EventTypeFormValues {
  type: string;
  group: string;
  description: string;
  schema: string;
  sample: string;
}

const JSON_FIELDS = ["schema", "sample"] as const;
const FIELDS: readonly (keyof EventTypeFormValues)[] = ["type", "group", "description", ...JSON_FIELDS];
/** More of one field at once would not be read. */
const MESSAGES_MAX = 3;

export const EMPTY_VALUES: EventTypeFormValues = {
  type: "",
  group: "",
  description: "",
  schema: toText({
    type: "object",
    properties: { orderId: { type: "string", description: "Order id." }, parcels: { type: "integer" } },
    required: ["orderId"],
  }),
  sample: toText({ orderId: "A-1042", parcels: 2 }),
};

export function toFormValues({
  type,
  group,
  description,
  schema,
  sample,
}: EventTypeView): EventTypeFormValues {
  return { type, group, description, schema: toText(schema), sample: toText(sample) };
}

/** The body of a create; JSON that can't be read becomes an empty object, which `jsonIssues` keeps from being sent. */
export function toInput(values: EventTypeFormValues): z.input<typeof createEventTypeSchema> {
  const group = values.group.trim();
  return {
    type: values.type.trim(),
    ...(group && { group }),
    description: values.description.trim(),
    schema: parseJsonObject(values.schema).value ?? {},
    sample: parseJsonObject(values.sample).value ?? {},
  };
}

/** Fields that differ from what is stored; an empty object when none does. A heading that was emptied is for the API to refuse. */
export function toChanges(
  values: EventTypeFormValues,
  stored: EventTypeView,
): z.input<typeof updateEventTypeSchema> {
  const { type: _, ...after } = toInput(values);
  return changedFields({ ...after, group: values.group.trim() }, stored);
}

export function fieldOfIssue(path: string): keyof EventTypeFormValues | null {
  return fieldAt(FIELDS, path);
}

/** The error with what is wrong inside of a field told at the field, and where in it. */
export function atFields(error: unknown): unknown {
  if (!(error instanceof ApiError)) return error;
  const byField = Map.groupBy(error.issues, ({ path }) => fieldOfIssue(path) ?? path);
  const issues = [...byField].map(([field, ofField]) => ({
    path: field,
    message: ofField
      .slice(0, MESSAGES_MAX)
      .map(({ path, message }) => (path === field ? message : `${path.slice(field.length + 1)}: ${message}`))
      .join(" "),
  }));
  return new ApiError(error.status, { detail: error.message, code: error.code, issues });
}

/** What the API can't see. */
export function jsonIssues(values: EventTypeFormValues): Issue[] {
  return JSON_FIELDS.flatMap((path): Issue[] => {
    const parsed = parseJsonObject(values[path]);
    if (parsed.value) return [];
    const { syntaxError } = parsed;
    const message = syntaxError
      ? `Not valid JSON: ${syntaxError}.`
      : "Give a JSON object, in curly brackets.";
    return [{ path, message }];
  });
}

function toText(value: unknown): string {
  return JSON.stringify(value, null, 2);
}
