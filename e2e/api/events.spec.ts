import { publishEventsEndpoint } from "@/features/events/contract";
import { createSubscriptionEndpoint } from "@/features/subscriptions/contract";
import { createTeamEndpoint } from "@/features/team/contract";
import type { Api } from "../api";
import { expect, test } from "../fixtures";

const EVENTS = "/api/v1/events";
const TICKET = { type: "ticket.created", data: { subject: "Printer on fire" } } as const;
/** Nothing listens there, and nothing has to. */
const TARGET = "http://127.0.0.1:1024/";

test("one event is accepted with the number of its deliveries", async ({ api }) => {
  const { id: matching } = await subscribe(api, ["ticket.*"]);
  const { id: other } = await subscribe(api, ["chat.*"]);

  const reply = await api.post(EVENTS, { ...TICKET, occurredAt: "2026-01-02T03:04:05.678Z" });

  expect(reply.status).toBe(202);
  expect(reply.body).toEqual({
    id: expect.any(String),
    type: "ticket.created",
    createdAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
    deliveries: 1,
  });
  const [id] = idsOf(reply.body);
  const event = await api.get(`${EVENTS}/${id}`);
  expect(event.body).toMatchObject({
    id,
    ...TICKET,
    occurredAt: "2026-01-02T03:04:05.678Z",
    isTest: false,
    subscriptions: expect.arrayContaining([
      expect.objectContaining({ id: matching, reason: "matched", delivery: expect.anything() }),
      expect.objectContaining({ id: other, reason: "type_not_listed", delivery: null }),
    ]),
  });
});

test("a batch of 1000 is accepted in order, one of 1001 refused whole", async ({ api }) => {
  const batch = (count: number) => ({
    events: Array.from({ length: count }, (_, index) => ({ ...TICKET, data: { subject: `${index}` } })),
  });

  const accepted = await api.post(EVENTS, batch(1000));
  const refused = await api.post(EVENTS, batch(1001));

  expect(accepted.status).toBe(202);
  const ids = idsOf(accepted.body);
  expect(new Set(ids).size).toBe(1000);
  expect((await api.get(`${EVENTS}/${ids[999]}`)).body).toMatchObject({ data: { subject: "999" } });
  expect(refused.status).toBe(422);
  expect(refused.body).toMatchObject({ issues: [{ path: "events" }] });
  expect((await api.get(`${EVENTS}?limit=1`)).body).toMatchObject({ data: [{ id: ids[999] }] });
});

test("an unknown type and unfit data are refused with their path, and nothing is stored", async ({ api }) => {
  const unfit = { type: "ticket.created", data: { subject: 7 } };
  const refusals: [string, unknown][] = [
    ["type", { type: "ticket.exploded", data: {} }],
    ["events.1.type", { events: [TICKET, { type: "ticket.exploded", data: {} }] }],
    ["data.subject", unfit],
    ["data.subject", { type: "ticket.created", data: {} }],
    ["events.2.data.subject", { events: [TICKET, TICKET, unfit] }],
    ["data", { type: "ticket.created", data: [] }],
    ["teamId", { ...TICKET, teamId: 1.5 }],
    ["occurredAt", { ...TICKET, occurredAt: "yesterday" }],
    ["extra", { ...TICKET, extra: 1 }],
    ["events", { events: [] }],
  ];

  for (const [path, body] of refusals) {
    const reply = await api.post(EVENTS, body);
    expect.soft(reply.status, `${JSON.stringify(body)}: ${reply.text}`).toBe(422);
    expect.soft(reply.body, JSON.stringify(body)).toMatchObject({
      issues: expect.arrayContaining([{ path, message: expect.any(String) }]),
    });
  }
  expect((await api.get(EVENTS)).body).toEqual({ data: [], nextCursor: null });
});

test("the path of what is wrong names the event even in a batch of one", async ({ api }) => {
  const reply = await api.post(EVENTS, { events: [{ type: "ticket.created", data: {} }] });

  expect(reply.status).toBe(422);
  expect(reply.body).toMatchObject({ issues: [{ path: "events.0.data.subject" }] });
});

test("an event reaches only the subscriptions whose level agrees", async ({ api, apiAs, person }) => {
  const { id: accountId } = await person();
  await subscribe(api, ["*"], { subscriptionLevel: "organization" });
  const admin = await apiAs();
  const [team, otherTeam] = [await createTeam(admin, "Billing"), await createTeam(admin, "Sales")];
  await subscribe(api, ["*"], { subscriptionLevel: "team", teamIds: [team] });
  await subscribe(api, ["*"], { subscriptionLevel: "account", accountId });
  await subscribe(api, ["*"], { subscriptionLevel: "sequence", sequenceIds: [9] });
  await subscribe(api, ["*"], { subscriptionLevel: "sequence" });
  const deliveriesOf = async (scope: object) => {
    const published = await api.post(EVENTS, { ...TICKET, ...scope });
    return published.body;
  };

  expect(await deliveriesOf({})).toMatchObject({ deliveries: 1 });
  expect(await deliveriesOf({ teamId: team })).toMatchObject({ deliveries: 2 });
  expect(await deliveriesOf({ teamId: otherTeam })).toMatchObject({ deliveries: 1 });
  expect(await deliveriesOf({ accountId })).toMatchObject({ deliveries: 2 });
  expect(await deliveriesOf({ sequenceId: 9 })).toMatchObject({ deliveries: 3 });
  expect(await deliveriesOf({ sequenceId: 10 })).toMatchObject({ deliveries: 2 });
  expect(await deliveriesOf({ teamId: team, accountId, sequenceId: 9 })).toMatchObject({ deliveries: 5 });
});

test("every sample of the catalog is a valid event", async ({ api }) => {
  const types = await api.get("/api/v1/event-types");
  const all = (types.body as { data: { type: string; sample: object; schema: object }[] }).data;
  // Of entries of the audit log nobody else can publish one.
  const catalog = all.filter(({ type }) => type !== "audit.recorded");
  expect(catalog).toHaveLength(all.length - 1);

  const reply = await api.post(EVENTS, {
    events: catalog.map(({ type, sample }) => ({ type, data: sample })),
  });

  expect(catalog.length).toBeGreaterThan(20);
  expect(reply.status, reply.text).toBe(202);
  expect(idsOf(reply.body)).toHaveLength(catalog.length);
  const [first] = catalog;
  expect((await api.get(`/api/v1/event-types/${first?.type}`)).body).toMatchObject({ type: first?.type });
  expect((await api.get("/api/v1/event-types/ticket.exploded")).status).toBe(404);
});

function subscribe(api: Api, eventTypes: string[], more: object = {}): Promise<{ id: string }> {
  return api.call(createSubscriptionEndpoint, { body: { targetUrl: TARGET, eventTypes, ...more } });
}

async function createTeam(api: Api, name: string): Promise<number> {
  return (await api.call(createTeamEndpoint, { body: { name } })).id;
}

function idsOf(body: unknown): string[] {
  const published = publishEventsEndpoint.response.parse(body);
  return "data" in published ? published.data.map(({ id }) => id) : [published.id];
}
