import * as z from "zod";
import { AGENT_PAYLOADS } from "./agents";
import { AUDIT_PAYLOADS } from "./audit";
import { CALL_PAYLOADS } from "./calls";
import { CHAT_PAYLOADS } from "./chats";
import { CUSTOMER_PAYLOADS } from "./customers";
import type { EventPayload } from "./define-event";
import { EMAIL_PAYLOADS } from "./email";
import { LINKEDIN_PAYLOADS } from "./linkedin";
import { FAVORITE_PAYLOADS, LISTING_PAYLOADS } from "./listings";
import { MEETING_PAYLOADS } from "./meetings";
import { EVENT_NAMES, type EventGroup, type EventType } from "./names";
import { FIRES_WHEN, versionNoteOf } from "./notes";
import { SEARCH_PAYLOADS } from "./searches";
import { SEQUENCE_PAYLOADS } from "./sequences";
import { SYSTEM_PAYLOADS } from "./system";
import { TICKET_PAYLOADS } from "./tickets";

export { EVENT_GROUPS, EVENT_TYPES, type EventGroup, type EventType, isEventType } from "./names";
export { eventPatterns } from "./patterns";

const PAYLOADS = {
  ...TICKET_PAYLOADS,
  ...CHAT_PAYLOADS,
  ...CUSTOMER_PAYLOADS,
  ...AGENT_PAYLOADS,
  ...CALL_PAYLOADS,
  ...EMAIL_PAYLOADS,
  ...LINKEDIN_PAYLOADS,
  ...SEQUENCE_PAYLOADS,
  ...MEETING_PAYLOADS,
  ...SEARCH_PAYLOADS,
  ...LISTING_PAYLOADS,
  ...FAVORITE_PAYLOADS,
  ...SYSTEM_PAYLOADS,
  ...AUDIT_PAYLOADS,
} satisfies Record<EventType, EventPayload>;

export interface EventDefinition {
  type: EventType;
  group: EventGroup;
  description: string;
  /** In a sentence. */
  firesWhen: string;
  versionNote: string;
  schema: z.ZodObject;
  sample: Readonly<Record<string, unknown>>;
  /** The same as the desk sends it, where that differs from what outside systems send. */
  ownSample?: Readonly<Record<string, unknown>>;
}

export type JsonSchema = ReturnType<typeof toJsonSchema>;

export function eventDefinition(type: EventType): EventDefinition {
  const payload: EventPayload = PAYLOADS[type];
  return {
    type,
    ...EVENT_NAMES[type],
    firesWhen: FIRES_WHEN[type],
    versionNote: versionNoteOf(type),
    ...payload,
  };
}

/** The schema of `data`. It accepts or refuses and transforms nothing, so the data can be kept as it came. */
export function payloadSchema<T extends EventType>(type: T): (typeof PAYLOADS)[T]["schema"] {
  return PAYLOADS[type].schema;
}

/** The payload schema as JSON Schema 2020-12; one shared object per type, not to be changed. */
export function jsonSchemaOf(type: EventType): JsonSchema {
  const known = jsonSchemas.get(type);
  if (known) return known;
  const made = toJsonSchema(type);
  jsonSchemas.set(type, made);
  return made;
}

const jsonSchemas = new Map<EventType, JsonSchema>();

function toJsonSchema(type: EventType) {
  return z.toJSONSchema(PAYLOADS[type].schema, {
    io: "input",
    override: ({ jsonSchema }) => simplify(jsonSchema),
  });
}

/** Writes "an object or null" as `type: ["object", "null"]`, as a list of fields shows it, and drops what `format` implies. */
function simplify(schema: z.core.JSONSchema.BaseSchema): void {
  if (schema.format === "date-time") delete schema.pattern;
  const options = schema.anyOf ?? [];
  const detailed = options.filter((option) => Object.keys(option).length > 1);
  // Keywords of one option would leak into the others unless they concern its own type only.
  if (detailed.length > 1 || options.some((option) => !option.type || option.enum || "const" in option))
    return;
  if (options.length === 0) return;
  delete schema.anyOf;
  Object.assign(schema, { ...detailed[0], ...schema, type: options.flatMap(({ type }) => type ?? []) });
}
