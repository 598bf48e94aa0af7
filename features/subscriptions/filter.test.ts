import { sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { database } from "@/db/client";
import { createContext, createUser } from "@/db/factories";
import { listDeliveries } from "@/features/deliveries/queries";
import { listDeliveriesQuerySchema } from "@/features/deliveries/schema";
import { ctx, subscribe, TICKET, withOwnDatabaseAndReceiver } from "@/features/deliveries/test-set-up";
import { describeCondition } from "@/features/event-filter/describe";
import type { FilterCondition } from "@/features/event-filter/schema";
import { storeEvents } from "@/features/events/publish";
import { getEvent } from "@/features/events/queries";
import { getSubscription } from "@/features/subscriptions/queries";
import { createSubscriptionSchema, updateSubscriptionSchema } from "@/features/subscriptions/schema";
import { updateSubscription } from "@/features/subscriptions/service";
import { getEventTrace } from "@/features/trace/queries";
import type { Context } from "@/lib/context";
import { parseJson } from "@/lib/parse-json";
import type { Scope } from "@/lib/scopes";

withOwnDatabaseAndReceiver();

const HIGH: FilterCondition = { path: "priority", operator: "equals", value: "high" };
const EMPTY_SUBJECT: FilterCondition = { path: "subject", operator: "equals", value: "" };

async function receivers(...data: Record<string, unknown>[]): Promise<string[]> {
  await storeEvents(
    ctx,
    data.map((one) => ({ ...TICKET, data: { ...TICKET.data, ...one } })),
  );
  const { data: sent } = await listDeliveries(ctx, listDeliveriesQuerySchema.parse({ limit: 100 }));
  await database().execute(sql`delete from deliveries`);
  return sent.map((delivery) => delivery.subscriptionName).sort();
}

test("a batch goes to each subscription whose conditions hold", async () => {
  await subscribe({ name: "everything" });
  await subscribe({ name: "high", filter: { all: [HIGH] } });
  await subscribe({ name: "high and empty", filter: { all: [HIGH, EMPTY_SUBJECT] } });
  await subscribe({ name: "high or empty", filter: { any: [HIGH, EMPTY_SUBJECT] } });
  await subscribe({ name: "others", filter: { all: [{ ...HIGH, operator: "not_equals" }] } });
  await subscribe({ name: "chats", eventTypes: ["chat.*"], filter: { all: [HIGH] } });
  expect(await receivers({ priority: "high" }, { priority: "low" }, {})).toEqual(
    ["everything", "everything", "everything", "high", "high or empty", "others", "others"].sort(),
  );
});

test("data that jsonb can't hold is published nevertheless, and filtered", async () => {
  await subscribe({ name: "high", filter: { all: [HIGH] } });
  expect(await receivers({ priority: "high", note: "\0 \ud800" })).toEqual(["high"]);
});

test("is stored as written, with every digit, and can be changed and taken away", async () => {
  const filter = {
    all: [{ path: "id", operator: "equals" as const, value: parseJson("12345678901234567891") }],
  };
  const { id } = await subscribe({ name: "one", filter });
  expect(JSON.stringify((await getSubscription(ctx, id)).filter)).toBe(JSON.stringify(filter));
  expect(await receivers({ id: parseJson("12345678901234567890") })).toEqual([]);
  expect(await receivers({ id: parseJson("12345678901234567891") })).toEqual(["one"]);
  await updateSubscription(ctx, id, { filter: { all: [HIGH] } });
  expect(await receivers({ id: parseJson("12345678901234567891") })).toEqual([]);
  expect(await updateSubscription(ctx, id, { filter: null })).toMatchObject({ filter: null });
  expect(await receivers({})).toEqual(["one"]);
});

test("an event says which condition kept it from a subscription, to who may read it", async () => {
  const { id } = await subscribe({ filter: { all: [{ path: "subject", operator: "exists" }, HIGH] } });
  await subscribe({ name: "any", filter: { any: [HIGH, EMPTY_SUBJECT] } });
  await subscribe({ name: "any of one", filter: { any: [HIGH] } });
  await subscribe({ name: "matches", filter: { any: [{ ...HIGH, operator: "not_equals" }] } });
  const [event] = await storeEvents(ctx, [TICKET]);
  const missedBy = async (by: Context) =>
    (await getEvent(by, event?.id ?? "")).subscriptions.map(({ name, reason, failedCondition }) => [
      name,
      reason,
      failedCondition && describeCondition(failedCondition),
    ]);
  expect(await missedBy(ctx)).toEqual([
    [expect.any(String), "filtered_out", "priority is “high”"],
    ["any", "filtered_out", null],
    ["any of one", "filtered_out", "priority is “high”"],
    ["matches", "matched", null],
  ]);
  const person = await createUser({ id: ctx.organizationId, name: "Acme" });
  for (const permissions of [
    ["events:read", "tickets:read"],
    ["events:read", "subscriptions:read"],
  ] satisfies Scope[][]) {
    expect((await missedBy(createContext(person, { permissions })))[0]).toEqual([
      expect.any(String),
      "filtered_out",
      null,
    ]);
  }
  const trace = await getEventTrace(ctx, event?.id ?? "");
  expect(trace.events[0]?.missed[0]).toEqual({
    subscription: { id, name: expect.any(String) },
    reason: "filtered_out",
    failedCondition: HIGH,
  });
});

test("changing it takes the right to read what it looks at, whichever way", async () => {
  const { id } = await subscribe({ eventTypes: ["client.*"], filter: { all: [HIGH] } });
  const person = await createUser({ id: ctx.organizationId, name: "Acme" });
  const other = createContext(person, { permissions: ["subscriptions:read", "subscriptions:write"] });
  const filter = { all: [HIGH, { path: "phone", operator: "starts_with" as const, value: "+49" }] };
  await expect(updateSubscription(other, id, { filter })).rejects.toMatchObject({
    members: { missingScope: "customers:read" },
  });
  await expect(updateSubscription(other, id, { filter: null })).rejects.toMatchObject({ code: "forbidden" });
  expect(await updateSubscription(other, id, { name: "renamed", filter: { all: [HIGH] } })).toMatchObject({
    name: "renamed",
  });
});

test.each([
  [{}, "filter", "Give at least one condition in `all` or `any`, or null for no filter."],
  [{ all: [HIGH], any: [HIGH] }, "filter", "Give either `all` or `any`, not both."],
  [{ all: Array(21).fill(HIGH) }, "filter.all", "At most 20 conditions."],
  [{ any: [{ ...HIGH, path: "a..b" }] }, "filter.any.0.path", "A name between two dots is missing."],
  [{ any: [{ ...HIGH, path: "a.b.c.d.e.f.g.h.i" }] }, "filter.any.0.path", "At most 8 names."],
  [
    { all: [HIGH, { ...HIGH, value: { a: 1 } }] },
    "filter.all.1.value",
    "Give a text, a number, true, false or null.",
  ],
  [
    { any: Array(4).fill({ path: "id", operator: "in", value: Array.from({ length: 99 }, (_, id) => id) }) },
    "filter.any",
    "At most 300 values in all conditions together.",
  ],
  [{ all: [{ ...HIGH, value: "x".repeat(501) }] }, "filter.all.0.value", "At most 500 characters."],
  [{ all: [{ ...HIGH, value: "\0" }] }, "filter.all.0.value", "Remove the NUL character."],
  [
    { all: [{ ...HIGH, operator: "in", value: ["a", {}] }] },
    "filter.all.0.value.1",
    "Give a text, a number, true, false or null.",
  ],
  [{ all: [{ ...HIGH, operator: "in", value: "a" }] }, "filter.all.0.value", "Give a list of values."],
  [{ all: [{ ...HIGH, operator: "exists" }] }, "filter.all.0.value", "exists takes no value. Leave it out."],
  [
    { all: [{ ...HIGH, operator: "less_than" }] },
    "filter.all.0.value",
    "Give a number, or a time such as 2026-03-02T09:30:00Z.",
  ],
])("refuses %j at %s", (filter, path, message) => {
  for (const schema of [createSubscriptionSchema, updateSubscriptionSchema]) {
    const { error } = schema.safeParse({ targetUrl: "https://a.example", eventTypes: ["*"], filter });
    expect(error?.issues.map((issue) => ({ path: issue.path.join("."), message: issue.message }))).toEqual([
      { path, message },
    ]);
  }
});
