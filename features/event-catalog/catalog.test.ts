import { Ajv2020 } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type * as z from "zod";
import { REPLIERS_EVENTS, REPLY_EVENTS } from "@/e2e/source-events";
import {
  EVENT_GROUPS,
  EVENT_TYPES,
  type EventType,
  eventDefinition,
  isEventType,
  jsonSchemaOf,
  payloadSchema,
} from "./catalog";
import { isStrict } from "./notes";

const DOCUMENTED_TYPES = {
  reply: REPLY_EVENTS,
  repliers: REPLIERS_EVENTS,
  olderReply: [
    "email_auto_reply",
    "email_spam_reported",
    "email_account_reconnected",
    "sequence_started",
    "sequence_stopped",
    "sequence_completed",
    "sequence_paused",
    "sequence_resumed",
    "meeting_booked",
    "meeting_cancelled",
    "meeting_rescheduled",
    "meeting_completed",
  ],
  replicer: ["call.ended"],
  desk: [
    "ticket.created",
    "ticket.updated",
    "ticket.status_changed",
    "ticket.comment_added",
    "ticket.deleted",
    "chat.started",
    "chat.ended",
    "message.received",
    "client.connected",
    "client.disconnected",
    "subscription.disabled",
    "subscription.enabled",
    "audit.recorded",
  ],
};

const REQUIRED_FIELDS: Partial<Record<EventType, string[]>> = {
  "ticket.created": ["subject"],
  "ticket.updated": ["id"],
  "ticket.status_changed": ["id", "to"],
  "ticket.comment_added": ["id", "comment"],
  "ticket.deleted": ["id"],
  "chat.ended": ["id"],
  "message.received": ["body"],
  "subscription.disabled": ["id"],
  "subscription.enabled": ["id"],
  "audit.recorded": ["id", "action"],
};

describe("the list of types", () => {
  it.each(Object.entries(DOCUMENTED_TYPES))("has every type that the %s document names", (_source, names) => {
    expect(names.filter((name) => !isEventType(name))).toEqual([]);
  });

  it("has no type besides the documented ones", () => {
    expect([...EVENT_TYPES].sort()).toEqual(Object.values(DOCUMENTED_TYPES).flat().sort());
  });

  it("follows the order of the groups and leaves none empty", () => {
    const groupsInUse = new Set(EVENT_TYPES.map((type) => eventDefinition(type).group));
    expect([...groupsInUse]).toEqual(EVENT_GROUPS.map(({ id }) => id));
  });
});

const STRICT = EVENT_TYPES.filter(isStrict);
const DESCRIBED = EVENT_TYPES.filter((type) => !STRICT.includes(type));

describe.each(EVENT_TYPES)("%s", (type) => {
  const { schema, sample, description, firesWhen, versionNote } = eventDefinition(type);

  it("says in sentences what happened, when it is sent and since when it is known", () => {
    for (const text of [description, firesWhen, versionNote]) expect(text).toMatch(/^[A-Z].{10,}\.$/);
  });

  it("accepts its sample unchanged", () => {
    expect(payloadSchema(type).parse(sample)).toEqual(sample);
    expect(JSON.parse(JSON.stringify(sample))).toEqual(sample);
    expect(Object.keys(sample).filter((field) => !(field in schema.shape))).toEqual([]);
  });

  it("keeps keys it doesn't know", () => {
    const data = { ...sample, "x-extra": { nested: [1, null] } };
    expect(schema.parse(data)).toEqual(data);
  });

  it("refuses what isn't an object", () => {
    const notObjects = [null, "text", 7, [sample], undefined];
    expect(notObjects.filter((data) => schema.safeParse(data).success)).toEqual([]);
  });

  it("becomes a JSON Schema in which every field has a description", () => {
    const fields = fieldsOf(jsonSchemaOf(type), type);
    expect(fields.length).toBeGreaterThan(2);
    expect(fields.filter(({ schema }) => !schema.description).map(({ path }) => path)).toEqual([]);
  });
});

describe.each(STRICT)("%s, which the desk alone sends", (type) => {
  const { schema, sample } = eventDefinition(type);

  it("has a sample that shows every field", () => {
    expect(Object.keys(sample).sort()).toEqual(Object.keys(schema.shape).sort());
  });

  it("requires its essential fields and no others", () => {
    const required = REQUIRED_FIELDS[type] ?? [];
    const essential = Object.fromEntries(required.map((field) => [field, sample[field]]));
    expect(schema.safeParse(essential).success).toBe(true);
    const missing = required.map((field) => ({ ...sample, [field]: undefined }));
    expect(missing.filter((data) => schema.safeParse(data).success)).toEqual([]);
    expect([...(jsonSchemaOf(type).required ?? [])].sort()).toEqual([...required].sort());
  });

  it("refuses any field of the wrong kind", () => {
    const accepting = Object.keys(schema.shape).filter(
      (field) => schema.safeParse({ ...sample, [field]: [[]] }).success,
    );
    expect(accepting).toEqual([]);
  });

  it("becomes a JSON Schema in which every field has one type", () => {
    const fields = fieldsOf(jsonSchemaOf(type), type);
    expect(fields.filter(({ schema }) => schema.anyOf).map(({ path }) => path)).toEqual([]);
  });

  it("is judged alike by its JSON Schema", () => {
    const ajv = new Ajv2020({ strict: false });
    addFormats.default(ajv);
    const validate = ajv.compile(jsonSchemaOf(type));
    const odd = fc.constantFrom<unknown>(
      null,
      "",
      "open",
      "2026-04-05T14:04:00Z",
      "soon",
      7,
      true,
      [],
      ["a"],
      {},
      [1],
    );
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom(...Object.keys(schema.shape), "other"), odd), (changes) => {
        for (const data of [changes, { ...sample, ...changes }])
          expect(validate(data), JSON.stringify(data)).toBe(schema.safeParse(data).success);
      }),
    );
  });
});

describe.each(DESCRIBED)("%s, which other systems send", (type) => {
  it("is described and not gated, by its JSON Schema neither", () => {
    const validate = new Ajv2020({ strict: false }).compile(jsonSchemaOf(type));
    const { shape } = eventDefinition(type).schema;
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom(...Object.keys(shape)), fc.jsonValue()), (data) => {
        expect(payloadSchema(type).parse(data)).toEqual(data);
        expect(validate(data), JSON.stringify(validate.errors)).toBe(true);
      }),
      { numRuns: 30 },
    );
  });

  it("shows what each field usually holds", () => {
    const fields = fieldsOf(jsonSchemaOf(type), type);
    expect(
      fields.filter(({ schema }) => !Object.hasOwn(schema, "x-usual-type")).map(({ path }) => path),
    ).toEqual([]);
  });
});

describe("minimal payloads", () => {
  it("accepts a ticket with a subject only, and refuses one without or with an empty one", () => {
    const schema = payloadSchema("ticket.created");
    expect(schema.safeParse({ subject: "Printer on fire" }).success).toBe(true);
    expect(schema.safeParse({ body: "Printer on fire" }).success).toBe(false);
    expect(schema.safeParse({ subject: "" }).success).toBe(false);
  });

  it("accepts times with an offset and refuses times without one", () => {
    const schema = payloadSchema("chat.ended");
    expect(schema.safeParse({ id: "1", endedAt: "2026-04-05T16:04:00+02:00" }).success).toBe(true);
    expect(schema.safeParse({ id: "1", endedAt: "2026-04-05T16:04:00" }).success).toBe(false);
    expect(schema.safeParse({ id: "1", endedAt: "yesterday" }).success).toBe(false);
  });

  it("refuses a comment of unknown visibility", () => {
    const data = { id: "t-1", comment: { body: "Hello", visibility: "secret" } };
    expect(payloadSchema("ticket.comment_added").safeParse(data).success).toBe(false);
  });
});

describe("jsonSchemaOf", () => {
  it("answers the same object every time", () => {
    expect(jsonSchemaOf("ticket.created")).toBe(jsonSchemaOf("ticket.created"));
  });

  it("writes nullable fields as one list of types", () => {
    expect(jsonSchemaOf("ticket.created").properties?.assignee).toMatchObject({
      type: ["object", "null"],
      properties: { email: { type: ["string", "null"] } },
    });
    expect(jsonSchemaOf("ticket.created").properties?.createdAt).toEqual({
      type: ["string", "null"],
      format: "date-time",
      description: "When the ticket was opened (ISO 8601).",
    });
  });
});

type SchemaNode = z.core.JSONSchema.BaseSchema;

function fieldsOf(schema: SchemaNode, path: string): { path: string; schema: SchemaNode }[] {
  return Object.entries(schema.properties ?? {}).flatMap(([name, field]) => {
    if (typeof field === "boolean") return [];
    const nested = typeof field.additionalProperties === "object" ? field.additionalProperties : {};
    const fieldPath = `${path}/${name}`;
    return [
      { path: fieldPath, schema: field },
      ...fieldsOf(field, fieldPath),
      ...fieldsOf(nested, `${fieldPath}/*`),
    ];
  });
}
