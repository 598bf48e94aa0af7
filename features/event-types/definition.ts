import type { EventTypeView } from "@/features/event-types/schema";
import {
  type EventType,
  eventDefinition,
  jsonSchemaOf,
  payloadSchema,
} from "@/features/events/catalog/catalog";
import type { Issue } from "@/lib/errors";
import { plainNumbers } from "@/lib/exact-number";
import { type Check, compileSchema } from "@/lib/json-schema/compile-schema";

/** An event type, be it built in or the organization's own. */
export interface EventTypeDefinition extends EventTypeView {
  /** What of a data does not fit its schema. */
  check(data: unknown): Issue[];
}

export function builtInView(type: EventType): EventTypeView {
  const { group, description, firesWhen, versionNote, sample } = eventDefinition(type);
  return {
    type,
    group,
    description,
    firesWhen,
    versionNote,
    schema: { ...jsonSchemaOf(type) },
    sample: { ...sample },
    isCustom: false,
    isDeprecated: false,
  };
}

export function builtInType(type: EventType): EventTypeDefinition {
  return {
    ...builtInView(type),
    check(data) {
      const result = payloadSchema(type).safeParse(plainNumbers(data));
      if (result.success) return [];
      return result.error.issues.map(({ path, message }) => ({ path: path.join("."), message }));
    },
  };
}

export function customType(view: EventTypeView): EventTypeDefinition {
  let check: Check | undefined;
  return {
    ...view,
    check(data) {
      check ??= checkOf(view.schema);
      return check(data);
    },
  };
}

const MAX_COMPILED = 500;
const checks = new Map<string, Check>();

/** By its text, so that a changed schema is another entry whatever clocks say; what was used last is dropped last. */
export function checkOf(schema: Record<string, unknown>): Check {
  const text = JSON.stringify(schema);
  const check = checks.get(text) ?? compiled(schema);
  checks.delete(text);
  checks.set(text, check);
  const [oldest] = checks.keys();
  if (checks.size > MAX_COMPILED && oldest !== undefined) checks.delete(oldest);
  return check;
}

function compiled(schema: Record<string, unknown>): Check {
  const check = compileSchema(Object(plainNumbers(schema)));
  return (data) => check(plainNumbers(data));
}
