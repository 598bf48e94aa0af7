import { describe, expect, it } from "vitest";
import * as z from "zod";
import {
  EVENT_GROUPS,
  EVENT_TYPES,
  type EventType,
  eventDefinition,
  isEventType,
  jsonSchemaOf,
  payloadSchema,
} from "./catalog";

const DOCUMENTED_TYPES = {
  replyEmail: [
    "email_replied",
    "reply_categorized",
    "email_sent",
    "email_opened",
    "contact_opted_out",
    "contact_finished",
    "contact_called",
    "email_link_clicked",
    "email_account_connection_lost",
    "email_account_error",
    "email_bounced",
  ],
  replyLinkedin: [
    "linkedin_connection_request_sent",
    "linkedin_message_sent",
    "linkedin_connection_request_accepted",
    "linkedin_message_replied",
    "linkedin_reply_categorized",
    "linkedin_account_alerts",
  ],
  replyOther: ["autopilot_stopped"],
  repliers: [
    "agent.created",
    "agent.updated",
    "agent.deleted",
    "client.created",
    "client.updated",
    "client.deleted",
    "search.created",
    "search.updated",
    "search.deleted",
    "search.match.created",
    "search.match.updated",
    "message.created",
    "message.updated",
    "message.deleted",
    "listing.created",
    "listing.updated",
    "listing.deleted",
    "favorite.created",
    "favorite.deleted",
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
  "message.created": ["body"],
  "message.updated": ["id"],
  "message.deleted": ["id"],
  "subscription.disabled": ["id"],
  "subscription.enabled": ["id"],
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

describe.each(EVENT_TYPES)("%s", (type) => {
  const { schema, sample, description } = eventDefinition(type);

  it("has a sentence for a description", () => {
    expect(description).toMatch(/^[A-Z].{10,}\.$/);
  });

  it("accepts its sample unchanged, which shows every field", () => {
    expect(payloadSchema(type).parse(sample)).toEqual(sample);
    expect(Object.keys(sample).sort()).toEqual(Object.keys(schema.shape).sort());
    expect(JSON.parse(JSON.stringify(sample))).toEqual(sample);
  });

  it("requires its essential fields and no others", () => {
    const required = REQUIRED_FIELDS[type] ?? [];
    const essential = Object.fromEntries(required.map((field) => [field, sample[field]]));
    expect(schema.safeParse(essential).success).toBe(true);
    const missing = required.map((field) => ({ ...sample, [field]: undefined }));
    expect(missing.filter((data) => schema.safeParse(data).success)).toEqual([]);
  });

  it("keeps keys it doesn't know", () => {
    const data = { ...sample, "x-extra": { nested: [1, null] } };
    expect(schema.parse(data)).toEqual(data);
  });

  it("refuses what isn't an object, and any field of the wrong kind", () => {
    const notObjects = [null, "text", 7, [sample], undefined];
    expect(notObjects.filter((data) => schema.safeParse(data).success)).toEqual([]);
    const unfit = [[]];
    const accepting = Object.keys(schema.shape).filter(
      (field) => schema.safeParse({ ...sample, [field]: unfit }).success,
    );
    expect(accepting).toEqual([]);
  });

  it("becomes a JSON Schema in which every field has one type and a description", () => {
    const fields = fieldsOf(jsonSchemaOf(type), type);
    expect(fields.length).toBeGreaterThan(2);
    expect(fields.filter(({ schema }) => !schema.description).map(({ path }) => path)).toEqual([]);
    expect(fields.filter(({ schema }) => schema.anyOf).map(({ path }) => path)).toEqual([]);
  });

  it("becomes a JSON Schema that agrees on samples and refusals", () => {
    const restored = z.fromJSONSchema(jsonSchemaOf(type));
    expect(restored.safeParse(sample).success).toBe(true);
    const required = jsonSchemaOf(type).required ?? [];
    expect([...required].sort()).toEqual([...(REQUIRED_FIELDS[type] ?? [])].sort());
  });
});

describe("minimal and outside payloads", () => {
  it("accepts a ticket with a subject only, and refuses one without or with an empty one", () => {
    const schema = payloadSchema("ticket.created");
    expect(schema.safeParse({ subject: "Printer on fire" }).success).toBe(true);
    expect(schema.safeParse({ body: "Printer on fire" }).success).toBe(false);
    expect(schema.safeParse({ subject: "" }).success).toBe(false);
  });

  it("accepts the agent of the REST Hooks document as it stands there", () => {
    const agent = {
      agentid: 909,
      fname: "Mike",
      lname: "Jones",
      phone: "16475556666",
      email: "[email protected]",
      password: "DFSFDSDFSD",
      avatar: "http://abcrealestate.com/images/mikejones.jpg",
      status: true,
      brokerage: "The Best Real Estate Brokerage",
      designation: "Broker",
      boards: [4442, 3333, 334, 36],
    };
    expect(payloadSchema("agent.created").parse(agent)).toEqual(agent);
  });

  it("accepts times with an offset and refuses times without one", () => {
    const schema = payloadSchema("call.ended");
    expect(schema.safeParse({ endedAt: "2026-04-05T16:04:00+02:00" }).success).toBe(true);
    expect(schema.safeParse({ endedAt: "2026-04-05T16:04:00" }).success).toBe(false);
    expect(schema.safeParse({ endedAt: "yesterday" }).success).toBe(false);
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
