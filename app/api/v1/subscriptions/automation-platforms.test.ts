import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest";
import * as zapier from "zapier-platform-core";
import * as z from "zod";
import "@/app/api/v1/event-types/[type]/samples/route";
import "@/app/api/v1/event-types/route";
import "@/app/api/v1/me/route";
import "@/app/api/v1/subscriptions/[id]/route";
import "@/app/api/v1/subscriptions/route";
import { startTestServer, type TestServer } from "@/app/api/_lib/test-server";
import { createContext, createOrganization, createToken, createUser } from "@/db/factories";
import { MakeHost } from "@/e2e/make-host";
import { N8nHost } from "@/e2e/n8n-host";
import type { ReceivedRequest } from "@/e2e/receiver";
import { ReplifyApi } from "@/examples/n8n/credentials/ReplifyApi.credentials";
import { ReplifyTrigger } from "@/examples/n8n/nodes/ReplifyTrigger/ReplifyTrigger.node";
import { authentication } from "@/examples/zapier/src/authentication";
import { eventTrigger } from "@/examples/zapier/src/event-trigger";
import { eventTypesTrigger } from "@/examples/zapier/src/event-types-trigger";
import zapierApp from "@/examples/zapier/src/index";
import { DRAIN_MS, receiver, withOwnDatabaseAndReceiver } from "@/features/deliveries/test-set-up";
import { publishEvents } from "@/features/events/publish";
import { sendAllDue } from "@/features/sending/pump";
import { listSubscriptions } from "@/features/subscriptions/queries";
import { listSubscriptionsQuerySchema } from "@/features/subscriptions/schema";
import { mintToken } from "@/features/tokens/secret";
import type { Context } from "@/lib/context";

const TYPE = "ticket.created";
const sampleSchema = z.strictObject({
  id: z.uuid(),
  event: z.literal(TYPE),
  timestamp: z.iso.datetime(),
  data: z.record(z.string(), z.unknown()),
});

withOwnDatabaseAndReceiver();

let server: TestServer;
let ctx: Context;
let credentials: { baseUrl: string; token: string };

beforeAll(async () => {
  server = await startTestServer();
});

beforeEach(async () => {
  const user = await createUser(await createOrganization({ name: "Lovelace Ltd" }));
  const token = mintToken();
  await createToken(user, { token, scopes: ["subscriptions:write", "tickets:read"] });
  ctx = createContext(user);
  credentials = { baseUrl: server.url, token };
});

afterAll(() => server.stop());

/** What each of them does with Replify. */
interface Platform {
  subscribe(): Promise<void>;
  samples(): Promise<unknown>;
  /** What a flow starts with. */
  receive(request: ReceivedRequest): Promise<unknown>;
  unsubscribe(): Promise<void>;
}

async function playThrough(platform: Platform): Promise<void> {
  await platform.subscribe();
  expect(await subscriptions()).toMatchObject([
    { targetUrl: hook(), eventTypes: [TYPE], status: "active", subscriptionLevel: "organization" },
  ]);

  const [sample] = z
    .array(sampleSchema)
    .min(1)
    .max(3)
    .parse(await platform.samples());
  const item = await platform.receive(await deliver(sample?.data));
  expect(shapeOf(item)).toEqual(shapeOf(sample));
  expect(item).toMatchObject({ event: TYPE, data: sample?.data });

  receiver.behave("/hook", { status: 410 });
  await deliver(sample?.data);
  expect(await subscriptions()).toMatchObject([{ status: "disabled" }]);

  await platform.unsubscribe();
  expect(await subscriptions()).toEqual([]);
  // Somebody may have deleted it in Replify.
  await platform.unsubscribe();
}

test("Zapier: subscribe, samples, a delivery of their shape, 410, gone", async () => {
  const run = zapier.createAppTester(zapierApp);
  const { performSubscribe, performUnsubscribe, perform, performList } = eventTrigger.operation;
  const bundle = { authData: credentials, inputData: { eventType: TYPE }, targetUrl: hook() };
  let subscribeData: { id: string } | undefined;

  await playThrough({
    subscribe: async () => {
      subscribeData = await run(performSubscribe, bundle);
    },
    samples: () => run(performList, bundle),
    receive: async ({ text }) => only(await run(perform, { ...bundle, cleanedRequest: JSON.parse(text) })),
    unsubscribe: async () => {
      await run(performUnsubscribe, { ...bundle, subscribeData });
    },
  });
});

test("Zapier: the definition is valid, connects, fills its drop-down, and says why it is refused", async () => {
  const run = zapier.createAppTester(zapierApp);
  const validate = createAppHandlerOf(zapier)(zapierApp);
  expect(await validate({ command: "validate" })).toMatchObject({ results: [] });

  const me = await run(authentication.test, { authData: credentials });
  expect(await run(authentication.connectionLabel, { inputData: me })).toBe("Lovelace Ltd (Ada)");
  expect(await run(eventTypesTrigger.operation.perform, { authData: credentials })).toContainEqual({
    id: TYPE,
    name: expect.stringMatching(/^ticket.created: A ticket/),
  });
  const bundle = { authData: credentials, inputData: { eventType: "client.created" }, targetUrl: hook() };
  await expect(run(eventTrigger.operation.performSubscribe, bundle)).rejects.toThrow(/customers:read/);
  const stranger = { ...credentials, token: mintToken() };
  await expect(run(authentication.test, { authData: stranger })).rejects.toThrow(/token/i);
});

test("Make: attach, samples, a delivery of their shape, 410, detach", async () => {
  const make = new MakeHost(new URL("../../../../examples/make/", import.meta.url));
  expect(await make.connect("replify", credentials)).toEqual({ type: "text", value: "Lovelace Ltd (Ada)" });
  const [parameter] = selectSchema.parse(make.code("webhook", "events", "params"));
  expect(await make.callRpc(parameter?.options)).toContainEqual({ label: TYPE, value: TYPE });
  let webhook: unknown;

  await playThrough({
    subscribe: async () => {
      webhook = await make.attach("events", hook(), { eventType: TYPE });
    },
    samples: async () => [await make.callRpc(make.code("module", "watchEvents", "samples"), { webhook })],
    receive: async ({ text }) => make.receive("events", JSON.parse(text)),
    unsubscribe: () => make.detach("events", webhook),
  });
  await expect(make.attach("events", hook(), { eventType: "client.created" })).rejects.toThrow(
    /^\[403\] .*customers:read/,
  );
});

test("n8n: create, samples, a delivery of their shape, 410, delete", async () => {
  const n8n = n8nWorkflow();
  expect(await n8n.connect()).toMatchObject({ organization: { name: "Lovelace Ltd" } });
  expect(await n8n.loadOptions("getEventTypes")).toContainEqual(
    expect.objectContaining({ name: TYPE, value: TYPE }),
  );

  await playThrough({
    subscribe: () => n8n.activate(),
    // n8n has none of its own: a test delivery shows them.
    samples: async () =>
      (await fetch(`${server.url}/api/v1/event-types/${TYPE}/samples`, authorized())).json(),
    receive: (request) => n8n.receive(request),
    unsubscribe: () => n8n.deactivate(),
  });
});

test("n8n: finds its subscription again, replaces what it can't use, and takes only what Replify signed", async () => {
  const n8n = n8nWorkflow();
  await n8n.activate();
  const [first] = await subscriptions();
  await n8n.activate();
  expect(await subscriptions()).toMatchObject([{ id: first?.id }]);

  const request = await deliver({ subject: "Printer on fire" });
  expect(await n8n.receive(request)).toMatchObject({ event: TYPE });
  expect(await n8n.receive({ ...request, body: Buffer.from(request.text.replace("fire", "ice")) })).toBe(401);
  expect(await n8n.receive({ ...request, headers: {} })).toBe(401);
  const { now } = Date;
  vi.spyOn(Date, "now").mockImplementation(() => now() + 301_000);
  expect(await n8n.receive(request)).toBe(401);
  vi.restoreAllMocks();

  const restored = n8nWorkflow();
  await restored.activate();
  const [second, ...more] = await subscriptions();
  expect(more).toEqual([]);
  expect(second?.id).not.toBe(first?.id);
});

const selectSchema = z.array(z.object({ options: z.string() }));
const handlerSchema = z.object({
  createAppHandler: z.custom<(app: object) => (event: object) => Promise<unknown>>(
    (value) => typeof value === "function",
  ),
});

/** Its types leave it out. */
function createAppHandlerOf(core: object) {
  return handlerSchema.parse(core).createAppHandler;
}

function n8nWorkflow(): N8nHost {
  return new N8nHost({
    node: new ReplifyTrigger(),
    credential: new ReplifyApi(),
    credentials,
    url: hook(),
    parameters: { eventTypes: [TYPE] },
  });
}

function hook(): string {
  return `${receiver.url}/hook`;
}

function authorized(): RequestInit {
  return { headers: { authorization: `Bearer ${credentials.token}` } };
}

async function subscriptions() {
  const { data } = await listSubscriptions(ctx, listSubscriptionsQuerySchema.parse({ targetUrl: hook() }));
  return data;
}

/** Publishes an event and returns what the receiver got of it. */
async function deliver(data: Record<string, unknown> = {}): Promise<ReceivedRequest> {
  const before = receiver.requests.length;
  await publishEvents(ctx, [{ type: TYPE, data }]);
  await sendAllDue(DRAIN_MS);
  return only(receiver.requests.slice(before));
}

function only<Item>(items: Item[]): Item {
  const [item, ...more] = items;
  if (item === undefined || more.length > 0) throw new Error(`expected one, found ${items.length}`);
  return item;
}

/** Names and kinds of values, without the values. */
function shapeOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(shapeOf);
  if (typeof value !== "object" || value === null) return value === null ? "null" : typeof value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, shapeOf(inner)]));
}
