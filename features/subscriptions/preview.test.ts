import { sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { database } from "@/db/client";
import { createContext, createOrganization, createUser } from "@/db/factories";
import { ctx, subscribe, TICKET, withOwnDatabaseAndReceiver } from "@/features/deliveries/test-set-up";
import type { PayloadFilter } from "@/features/event-filter/schema";
import { storeEvents } from "@/features/events/publish";
import { checkSubscription, previewSubscription } from "@/features/subscriptions/preview";
import { createTeam } from "@/features/team/teams";
import type { Scope } from "@/lib/scopes";

withOwnDatabaseAndReceiver();

const HIGH: PayloadFilter = { all: [{ path: "priority", operator: "equals", value: "high" }] };

function publish(data: Record<string, unknown>, scope: { teamId?: number } = {}) {
  return storeEvents(ctx, [{ ...TICKET, ...scope, data: { ...TICKET.data, ...data } }]);
}

async function colleague(...permissions: Scope[]) {
  return createContext(await createUser({ id: ctx.organizationId, name: "Acme" }), { permissions });
}

test("counts what of the last seven days a draft matches", async () => {
  const team = await createTeam(ctx, { name: "7" });
  await publish({ priority: "high" }, { teamId: team.id });
  await publish({ priority: "low" });
  await storeEvents(ctx, [{ type: "client.created", data: {} }]);
  await storeEvents(createContext(await createUser(await createOrganization())), [TICKET]);
  await database().execute(sql`insert into events (id, organization_id, type, data, actor, occurred_at, is_test)
    select uuidv7(ago), ${ctx.organizationId}, 'ticket.created', '{}', 'user:1', now(), is_test
    from (values (interval '-8 days', false), (interval '0', true)) as x(ago, is_test)`);
  expect(await previewSubscription(ctx, { eventTypes: ["ticket.*"], filter: HIGH })).toEqual({
    since: expect.any(String),
    isCapped: false,
    events: 3,
    matches: 1,
    matchesNow: null,
    types: [{ type: "ticket.created", matches: 1, matchesNow: null }],
    waitingDeliveries: null,
  });
  expect(await previewSubscription(ctx, { eventTypes: ["*"] })).toMatchObject({ matches: 3 });
  expect(await previewSubscription(ctx, { eventTypes: ["*"], subscriptionLevel: "team" })).toMatchObject({
    matches: 1,
  });
});

test("says what a change takes away, and what waits", async () => {
  const { id } = await subscribe({ eventTypes: ["ticket.*", "client.*"] });
  await publish({ priority: "high" });
  await publish({ priority: "low" });
  await storeEvents(ctx, [{ type: "client.created", data: {} }]);
  expect(await previewSubscription(ctx, { subscriptionId: id, filter: HIGH })).toMatchObject({
    matches: 1,
    matchesNow: 3,
    types: [
      { type: "client.created", matches: 0, matchesNow: 1 },
      { type: "ticket.created", matches: 1, matchesNow: 2 },
    ],
    waitingDeliveries: 3,
  });
});

test("reads no more than can be read while somebody waits, and says so", async () => {
  await database().execute(sql`insert into events (organization_id, type, data, actor, occurred_at)
    select ${ctx.organizationId}, 'ticket.created', jsonb_build_object('n', n)::text, 'user:1', now() from generate_series(1, 5001) n`);
  const filter: PayloadFilter = { all: [{ path: "n", operator: "greater_than", value: 4000 }] };
  expect(await previewSubscription(ctx, { eventTypes: ["*"], filter })).toMatchObject({
    events: 5000,
    isCapped: true,
  });
});

test("takes the rights that saving would: a filter that is tried out tells what is in the events", async () => {
  await storeEvents(ctx, [{ type: "client.created", data: { phone: "+4917" } }]);
  const { id } = await subscribe({ eventTypes: ["client.*"] });
  const filter: PayloadFilter = { all: [{ path: "phone", operator: "starts_with", value: "+49" }] };
  const other = await colleague("subscriptions:read", "subscriptions:write", "events:read", "tickets:read");
  const lacking = { code: "forbidden", members: { missingScope: "customers:read" } };
  for (const draft of [
    { eventTypes: ["client.*"], filter },
    { subscriptionId: id, filter },
  ]) {
    await expect(previewSubscription(other, draft)).rejects.toMatchObject(lacking);
    const event = { type: "client.created", data: {} };
    await expect(checkSubscription(other, { ...draft, event })).rejects.toMatchObject(lacking);
  }
  expect(await previewSubscription(other, { subscriptionId: id, eventTypes: ["ticket.*"] })).toMatchObject({
    matches: 0,
  });
  const [event] = await storeEvents(ctx, [{ type: "client.created", data: {} }]);
  const draft = { eventTypes: ["ticket.*"], event: { id: event?.id ?? "" } };
  await expect(checkSubscription(other, draft)).rejects.toMatchObject(lacking);
  const blind = await colleague("subscriptions:read", "subscriptions:write", "customers:read");
  const published = { eventTypes: ["client.*"], event: { id: event?.id ?? "" } };
  await expect(checkSubscription(blind, published)).rejects.toMatchObject({
    members: { missingScope: "events:read" },
  });
});

test("tells for one event what holds and what does not", async () => {
  const [event] = await publish({ priority: "low" });
  const draft = { eventTypes: ["ticket.*"], subscriptionLevel: "team" as const, filter: HIGH };
  expect(await checkSubscription(ctx, { ...draft, event: { id: event?.id ?? "" } })).toEqual({
    isMatch: false,
    type: true,
    level: false,
    filter: false,
    conditions: [{ path: "priority", operator: "equals", value: "high", holds: false }],
  });
  const pasted = { type: "ticket.updated", data: { priority: "high" }, teamId: 4 };
  expect(await checkSubscription(ctx, { ...draft, event: pasted })).toMatchObject({ isMatch: true });
  const [foreign] = await storeEvents(createContext(await createUser(await createOrganization())), [TICKET]);
  await expect(checkSubscription(ctx, { ...draft, event: { id: foreign?.id ?? "" } })).rejects.toMatchObject({
    code: "not_found",
  });
});
