import {
  type EventType,
  eventDefinition,
  jsonSchemaOf,
  payloadSchema,
} from "@/features/event-catalog/catalog";
import type { EventTypeView } from "@/features/event-types/schema";
import type { Issue } from "@/lib/errors";
import { plainNumbers } from "@/lib/exact-number";
import { issuesIn } from "@/lib/issues";
import { type Check, compileSchema } from "@/lib/json-schema/compile-schema";
import { countSteps } from "@/lib/json-schema/schema-issues";
import { sizeOf } from "@/lib/json-schema/work";

/** An event type, be it built in or the organization's own. */
export interface EventTypeDefinition extends EventTypeView {
  /** What of a data does not fit its schema. */
  check(data: unknown): Issue[];
  /** How much there is to do for that, to be held against MAX_WORK. */
  workOf(data: unknown): number;
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

const builtInTypes = new Map<EventType, EventTypeDefinition>();

export function builtInType(type: EventType): EventTypeDefinition {
  const known = builtInTypes.get(type) ?? toDefinition(type);
  builtInTypes.set(type, known);
  return known;
}

function toDefinition(type: EventType): EventTypeDefinition {
  return {
    ...builtInView(type),
    check(data) {
      return issuesIn(payloadSchema(type).safeParse(plainNumbers(data)).error);
    },
    workOf: () => 0,
  };
}

export function customType(view: EventTypeView): EventTypeDefinition {
  return { ...view, ...checkerOf(view.schema) };
}

/** Compiles the schema when it is first asked. */
export function checkerOf(schema: Record<string, unknown>): Pick<EventTypeDefinition, "check" | "workOf"> {
  let found: Compiled | undefined;
  const compiled = () => {
    found ??= compiledSchema(schema);
    return found;
  };
  return {
    check: (data) => compiled().check(plainNumbers(data)),
    workOf: (data) => compiled().steps * sizeOf(data),
  };
}

interface Compiled {
  check: Check;
  steps: number;
}

const MAX_COMPILED = 500;
const known = new Map<string, Compiled>();

/** By its text, so that a changed schema is another entry whatever clocks say; what was used last is dropped last. */
function compiledSchema(schema: Record<string, unknown>): Compiled {
  const text = JSON.stringify(schema);
  const compiled = known.get(text) ?? compile(Object(plainNumbers(schema)));
  known.delete(text);
  known.set(text, compiled);
  const [oldest] = known.keys();
  if (known.size > MAX_COMPILED && oldest !== undefined) known.delete(oldest);
  return compiled;
}

function compile(schema: Record<string, unknown>): Compiled {
  return { check: compileSchema(schema), steps: countSteps(schema) };
}
