import { and, eq } from "drizzle-orm";
import { afterAll, describe, expect, test, vi } from "vitest";
import { closeDatabase, database } from "@/db/client";
import { createContext, createOrganization, createUser } from "@/db/factories";
import { auditLog, events } from "@/db/schema";
import { createWorld } from "@/e2e/api-world";
import { atOnce } from "@/e2e/held-row";
import { LocalApi } from "@/e2e/local-api";
import { createEventTypeSchema } from "@/features/event-types/schema";
import { publishEvent, publishEvents } from "@/features/events/publish";
import { sendTestEvent } from "@/features/sending/test-event";
import { createSubscriptionSchema } from "@/features/subscriptions/schema";
import { createSubscription, deleteSubscription, updateSubscription } from "@/features/subscriptions/service";
import type { Context } from "@/lib/context";
import { InvalidError } from "@/lib/errors";
import { SCOPES } from "@/lib/scopes";
import { getEventType, listEventTypes } from "./queries";
import { createEventType, deleteEventType, updateEventType } from "./service";

afterAll(closeDatabase);

const ORDER = {
  type: "order.shipped",
  group: "Warehouse",
  description: "A parcel left.",
  schema: {
    type: "object",
    properties: { orderId: { type: "string" }, parcels: { type: "integer" } },
    required: ["orderId"],
  },
  sample: { orderId: "A-1", parcels: 2 },
};

const orderType = (input: Partial<typeof ORDER> = {}) => createEventTypeSchema.parse({ ...ORDER, ...input });

async function workspace() {
  const organization = await createOrganization();
  const user = await createUser(organization);
  return { organization, user, ctx: createContext(user) };
}

function subscribeTo(ctx: Context, ...eventTypes: string[]) {
  const targetUrl = "https://receiver.example/hook";
  return createSubscription(ctx, createSubscriptionSchema.parse({ targetUrl, eventTypes, name: "Ledger" }));
}

describe("a type of one's own", () => {
  test("is listed after the built-in ones, found by name, and unknown to other organizations", async () => {
    const { ctx } = await workspace();
    const other = await workspace();
    const created = await createEventType(ctx, orderType());
    expect(created).toEqual({
      ...ORDER,
      isCustom: true,
      isDeprecated: false,
      firesWhen: expect.any(String),
      versionNote: null,
    });
    expect(await getEventType(ctx, "order.shipped")).toMatchObject(ORDER);
    expect((await listEventTypes(ctx, {})).at(-1)).toMatchObject(ORDER);
    expect(await listEventTypes(ctx, { isCustom: "true" })).toMatchObject([ORDER]);
    expect(await listEventTypes(other.ctx, { isCustom: "true" })).toEqual([]);
    await expect(getEventType(other.ctx, "order.shipped")).rejects.toMatchObject({ code: "not_found" });
    await expect(
      publishEvent(other.ctx, { type: "order.shipped", data: ORDER.sample }),
    ).rejects.toMatchObject({
      issues: [{ path: "type" }],
    });
  });

  test("is published, alone and in a batch, and goes to those who list it or a wildcard", async () => {
    const { ctx } = await workspace();
    await createEventType(ctx, orderType());
    await subscribeTo(ctx, "order.shipped");
    await subscribeTo(ctx, "order.*");
    await subscribeTo(ctx, "*");
    await subscribeTo(ctx, "ticket.*");
    const order = { type: "order.shipped", data: { orderId: "A-2", weight: 1 } };
    expect(await publishEvent(ctx, order)).toMatchObject({ type: "order.shipped", deliveries: 3 });
    const batch = await publishEvents(ctx, [order, { type: "ticket.created", data: { subject: "A" } }]);
    expect(batch.map(({ deliveries }) => deliveries)).toEqual([3, 2]);
  });

  test("costs a publish one query more, however many there are, and built-in types none", async () => {
    const { ctx } = await workspace();
    await createEventType(ctx, orderType());
    await createEventType(ctx, orderType({ type: "order.lost" }));
    const reads = vi.spyOn(database(), "select");
    const ticket = { type: "ticket.created", data: { subject: "A" } };
    await publishEvent(ctx, ticket);
    expect(reads).toHaveBeenCalledTimes(0);
    const orders = ["order.shipped", "order.lost"].map((type) => ({ type, data: ORDER.sample }));
    await publishEvents(ctx, [ticket, ...orders, ...orders]);
    expect(reads).toHaveBeenCalledTimes(1);
    reads.mockRestore();
  });

  test("is held to its schema, with the place of what does not fit", async () => {
    const { ctx } = await workspace();
    await createEventType(ctx, orderType());
    await expect(publishEvent(ctx, { type: "order.shipped", data: { parcels: 1 } })).rejects.toMatchObject({
      issues: [{ path: "data.orderId" }],
    });
    const batch = [
      { type: "order.shipped", data: ORDER.sample },
      { type: "order.shipped", data: { orderId: "A", parcels: 1.5 } },
      { type: "order.shiped", data: {} },
      { type: "ticket.created", data: {} },
    ];
    await expect(publishEvents(ctx, batch)).rejects.toMatchObject({
      code: "invalid",
      issues: [
        { path: "events.1.data.parcels" },
        { path: "events.2.type", message: /Did you mean order\.shipped\?/ },
        { path: "events.3.data.subject" },
      ],
    });
  });

  test("is not checked against a costly schema for as long as a big batch would take", async () => {
    const { ctx } = await workspace();
    const choices = Array.from({ length: 4000 }, (_, index) => index);
    const schema = { type: "object", properties: { a: { items: { enum: choices } } } };
    await createEventType(ctx, createEventTypeSchema.parse({ ...ORDER, schema, sample: { a: [1] } }));
    const eventOf = (length: number) => ({ type: "order.shipped", data: { a: Array(length).fill(3999) } });
    await publishEvents(ctx, [eventOf(1000)]);
    for (const batch of [[eventOf(5000)], Array(5).fill(eventOf(1000))])
      await expect(publishEvents(ctx, batch)).rejects.toMatchObject({ code: "invalid" });
    const sample = eventOf(5000).data;
    await expect(updateEventType(ctx, "order.shipped", { sample })).rejects.toMatchObject({
      issues: [{ path: "sample" }],
    });
  });

  test("is looked for among the unknown ones of a batch, in the first of them only", async () => {
    const { ctx } = await workspace();
    await createEventType(ctx, orderType());
    const batch = Array.from({ length: 12 }, (_, index) => ({ type: `order.shiped${index}`, data: {} }));
    const error: unknown = await publishEvents(ctx, batch).catch((thrown: unknown) => thrown);
    const issues = error instanceof InvalidError ? (error.issues ?? []) : [];
    const isHelped = issues.map(({ message }) => message.includes("Did you mean order.shipped?"));
    expect(isHelped).toEqual([...Array(10).fill(true), false, false]);
  });

  test("is sent as a test, with its sample or other data that fits", async () => {
    const { ctx } = await workspace();
    await createEventType(ctx, orderType());
    const { id } = await subscribeTo(ctx, "order.*");
    expect(await sendTestEvent(ctx, id, {})).toMatchObject({ eventType: "order.shipped" });
    await expect(sendTestEvent(ctx, id, { eventType: "order.shipped", data: {} })).rejects.toMatchObject({
      issues: [{ path: "data.orderId" }],
    });
    await expect(sendTestEvent(ctx, id, { eventType: "order.lost" })).rejects.toMatchObject({
      issues: [{ path: "eventType" }],
    });
  });

  test("is not held against a pattern of many states for as long as long texts would take", async () => {
    const { ctx } = await workspace();
    const schema = { properties: { a: { pattern: "[ab]*a[ab]{301}$" } } };
    await createEventType(ctx, createEventTypeSchema.parse({ ...ORDER, schema, sample: {} }));
    const event = { type: "order.shipped", data: { a: "ab".repeat(1000) } };
    await publishEvents(ctx, [event]);
    await expect(publishEvents(ctx, Array(500).fill(event))).rejects.toMatchObject({
      code: "invalid",
      message: /too much to check/,
    });
  });

  test("takes events:read to subscribe to", async () => {
    const { ctx, user } = await workspace();
    await createEventType(ctx, orderType());
    const permissions = SCOPES.filter((scope) => !scope.startsWith("events:"));
    const writer = createContext(user, { permissions });
    const lacking = { code: "forbidden", members: { missingScope: "events:read" } };
    await expect(subscribeTo(writer, "order.shipped")).rejects.toMatchObject(lacking);
    await expect(subscribeTo(writer, "order.*")).rejects.toMatchObject(lacking);
    const { id } = await subscribeTo(writer, "subscription.*");
    await expect(
      updateSubscription(writer, id, { eventTypes: ["subscription.*", "order.*"] }),
    ).rejects.toMatchObject(lacking);
  });
});

describe("patterns of a subscription", () => {
  test("have to be or cover a type, when they are new", async () => {
    const { ctx } = await workspace();
    await expect(subscribeTo(ctx, "ticket.*", "order.shipped", "order.*")).rejects.toMatchObject({
      code: "invalid",
      issues: [{ path: "eventTypes.1" }, { path: "eventTypes.2" }],
    });
    await createEventType(ctx, orderType());
    const { id } = await subscribeTo(ctx, "order.*");
    await deleteEventType(ctx, "order.shipped");
    const kept = await updateSubscription(ctx, id, { eventTypes: ["order.*", "ticket.*"] });
    expect(kept.eventTypes).toEqual(["order.*", "ticket.*"]);
    await expect(updateSubscription(ctx, id, { eventTypes: ["order.shipped"] })).rejects.toMatchObject({
      issues: [{ path: "eventTypes.0" }],
    });
  });
});

describe("a change", () => {
  test("counts for what is published afterwards, and is on record", async () => {
    const { ctx } = await workspace();
    await createEventType(ctx, orderType());
    const changed = await updateEventType(ctx, "order.shipped", {
      schema: { required: ["id"] },
      sample: { id: 1 },
      isDeprecated: true,
    });
    expect(changed).toMatchObject({ schema: { required: ["id"] }, isDeprecated: true, group: "Warehouse" });
    await expect(publishEvent(ctx, { type: "order.shipped", data: { orderId: "A" } })).rejects.toMatchObject({
      issues: [{ path: "data.id" }],
    });
    await publishEvent(ctx, { type: "order.shipped", data: { id: 7 } });
    const rows = await database()
      .select({ action: auditLog.action, changes: auditLog.changes })
      .from(auditLog)
      .where(and(eq(auditLog.organizationId, ctx.organizationId), eq(auditLog.targetId, "order.shipped")))
      .orderBy(auditLog.id);
    expect(rows.map(({ action }) => action)).toEqual(["event_type.created", "event_type.updated"]);
    expect(JSON.parse(rows[1]?.changes ?? "")).toMatchObject({ isDeprecated: { from: false, to: true } });
  });

  test("may not leave a sample behind that does not fit", async () => {
    const { ctx } = await workspace();
    await createEventType(ctx, orderType());
    const update = updateEventType(ctx, "order.shipped", { schema: { required: ["id"] } });
    await expect(update).rejects.toMatchObject({ issues: [{ path: "sample.id" }] });
  });

  test("of a built-in type is refused, as is its deletion", async () => {
    const { ctx } = await workspace();
    const conflict = { code: "conflict" };
    await expect(updateEventType(ctx, "ticket.created", { group: "Mine" })).rejects.toMatchObject(conflict);
    await expect(deleteEventType(ctx, "ticket.created")).rejects.toMatchObject(conflict);
    await expect(deleteEventType(ctx, "order.none")).rejects.toMatchObject({ code: "not_found" });
  });
});

describe("a deletion", () => {
  test("waits until no subscription lists the type by name, and leaves its events", async () => {
    const { ctx } = await workspace();
    await createEventType(ctx, orderType());
    const { id } = await subscribeTo(ctx, "order.shipped");
    const { id: eventId } = await publishEvent(ctx, { type: "order.shipped", data: ORDER.sample });
    await expect(deleteEventType(ctx, "order.shipped")).rejects.toMatchObject({
      code: "conflict",
      message: /“Ledger”/,
    });
    await deleteSubscription(ctx, id);
    await deleteEventType(ctx, "order.shipped");
    await expect(publishEvent(ctx, { type: "order.shipped", data: {} })).rejects.toMatchObject({
      code: "invalid",
    });
    expect(await database().select().from(events).where(eq(events.id, eventId))).toHaveLength(1);
  });

  test("and a subscription to the type at the same moment: the deletion gives way", async () => {
    const { ctx } = await workspace();
    await createEventType(ctx, orderType());
    const row = { table: "custom_event_types", column: "name", value: "order.shipped" };
    const results = await atOnce(row, [
      () => deleteEventType(ctx, "order.shipped").catch((error: unknown) => error),
      () => subscribeTo(ctx, "order.shipped"),
    ]);
    expect(results).toMatchObject([{ code: "conflict" }, { eventTypes: ["order.shipped"] }]);
  });
});

describe("an addition", () => {
  test("of one name, twice at once, is taken once", async () => {
    const { ctx } = await workspace();
    const results = await Promise.allSettled([
      createEventType(ctx, orderType()),
      createEventType(ctx, orderType()),
    ]);
    expect(results.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    expect(results.find(({ status }) => status === "rejected")).toMatchObject({
      reason: { code: "conflict", issues: [{ path: "type" }] },
    });
  });

  test.each([
    ["ticket.lost", "a prefix of ours"],
    ["call.started", "a prefix of ours"],
    ["ticket", "the word itself"],
    ["email_sent", "a built-in type"],
    ["link_clicked", "an older name of one"],
    ["Order.Shipped", "capitals"],
    ["order..shipped", "an empty part"],
    ["order.*", "a wildcard"],
    ["*", "a wildcard"],
    ["__proto__", "what all objects inherit"],
    ["a".repeat(121), "too long"],
    ["a-".repeat(60), "an end that is none"],
  ])("of %s is refused: %s", (type) => {
    expect(createEventTypeSchema.safeParse({ ...ORDER, type }).error?.issues[0]?.path).toEqual(["type"]);
  });

  test.each(["order.shipped", "warehouse:picked", "order-shipped", "constructor", "crm.deal.won_2"])(
    "of %s is taken",
    (type) => expect(createEventTypeSchema.safeParse({ ...ORDER, type }).success).toBe(true),
  );

  test.each([
    ["a sample that does not fit", { sample: { orderId: "A", parcels: "two" } }, "sample.parcels"],
    ["a sample as big as a book", { sample: { orderId: "a".repeat(40_000) } }, "sample"],
    ["a schema that leads elsewhere", { schema: { $ref: "https://evil.example/" } }, "schema.$ref"],
    ["a schema that is none", { schema: { type: 7 } }, "schema.type"],
  ])("with %s is refused", async (_, input, path) => {
    const { ctx } = await workspace();
    const type = createEventTypeSchema.parse({ ...ORDER, ...input });
    await expect(createEventType(ctx, type)).rejects.toMatchObject({ issues: [{ path }] });
  });

  test("keeps each digit of schema and sample", async () => {
    const { organization } = await workspace();
    const { api } = await createWorld(organization, LocalApi);
    const json = (name: string) =>
      `{"type":"${name}","description":"Big.","schema":{"maximum":12345678901234567890},"sample":{"n":1.10,"__proto__":{"a":1}}}`;
    const { status, text } = await api.request("POST", "/api/v1/event-types", { raw: json("order.big") });
    expect(status, text).toBe(201);
    expect(text).toContain('"maximum":12345678901234567890');
    expect(text).toContain('"n":1.10');
  });

  test("is for admins", async () => {
    const { organization } = await workspace();
    const developer = createContext(await createUser(organization, { role: "developer" }), {
      permissions: SCOPES.filter((scope) => scope !== "team:write"),
    });
    await expect(createEventType(developer, orderType())).rejects.toMatchObject({ code: "forbidden" });
  });
});
