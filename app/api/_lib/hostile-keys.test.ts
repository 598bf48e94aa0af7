import fc from "fast-check";
import { beforeAll, expect, test } from "vitest";
import { POST as receive } from "@/app/api/incoming/[key]/route";
import { createContext, createOrganization, createToken, createUser } from "@/db/factories";
import { signedCall } from "@/features/incoming-requests/signed-call";
import { createIncomingWebhookSchema } from "@/features/incoming-webhooks/schema";
import { createIncomingWebhook } from "@/features/incoming-webhooks/service";
import { mintToken } from "@/features/tokens/secret";
import { settings } from "@/lib/env";
import { watchPrototypes } from "@/lib/self-check/prototypes";
import { bodyExample } from "./body-example";
import { OPERATIONS } from "./endpoints";
import type { Handler } from "./frame";
import { type HostileCall, hostileCall, hostileObject, namedPlaces } from "./hostile-keys";
import { routeFiles } from "./route-files";

const CALLS = 19_800;
const INCOMING_CALLS = 200;
const AT_ONCE = 10;
const WITH_BODY = OPERATIONS.filter(({ endpoint }) => endpoint.body);

let handlers: Map<string, Handler>;
let authorization: string;
let ids: string[];
let webhooks: Awaited<ReturnType<typeof createIncomingWebhook>>[];

beforeAll(async () => {
  const routes = (await routeFiles()).flatMap(({ path, handlers: exported }) =>
    Object.entries(exported).map(([method, handler]) => [`${method} ${path}`, handler] as const),
  );
  handlers = new Map(routes);
  const user = await createUser(await createOrganization());
  const token = mintToken();
  await createToken(user, { token });
  authorization = `Bearer ${token}`;
  ids = await createRows();
  const mapping = {
    subject: "title",
    body: "{{__proto__.zz}}",
    diagnostics: "constructor",
    "customer.name": "a.b",
  };
  webhooks = await Promise.all(
    [{}, mapping].map((one) => {
      const input = { name: "Fuzzed", action: "create_ticket", mapping: one, ratePerMinute: 60_000 };
      return createIncomingWebhook(createContext(user), createIncomingWebhookSchema.parse(input));
    }),
  );
});

test("inputs with names are found where they are declared", () => {
  const found = WITH_BODY.flatMap(({ id, endpoint }) =>
    namedPlaces(endpoint.body).map((place) => `${id} ${place.join(".")}`),
  );
  expect(found).toEqual(
    expect.arrayContaining([
      "createTicket diagnostics",
      "updateTicket diagnostics",
      "createCustomer attributes",
      "previewMapping mapping",
      "previewMapping payload",
      "createSubscription headers",
      "publishEvents data",
      "publishEvents events.0.data",
      "debugSignature headers",
    ]),
  );
});

test(`${CALLS} calls with hostile names change nothing that all objects inherit, and no setting`, async () => {
  const answered = new Set<number>();
  await expectUntouched(hostileCall(OPERATIONS, ids), CALLS, async (hostile) => {
    const { status } = await call(hostile);
    answered.add(status);
    expect(status, `${hostile.id} ${hostile.body}`).not.toBe(500);
  });
  // Some were taken, and not all were refused at the door.
  expect([...answered]).toEqual(expect.arrayContaining([200, 201, 404, 422]));
}, 900_000);

test(`nor do ${INCOMING_CALLS} signed requests of senders`, async () => {
  await expectUntouched(fc.tuple(fc.nat(1), hostileObject()), INCOMING_CALLS, async ([which, payload]) => {
    const webhook = webhooks[which] ?? webhooks[0];
    if (!webhook) throw new Error("There is no webhook.");
    const { key, headers, body } = signedCall(
      webhook,
      JSON.stringify({ subject: "Hi", title: "Hi", ...payload }),
    );
    const request = new Request(webhook.url, { method: "POST", body: new Uint8Array(body), headers });
    const { status } = await receive(request, { params: Promise.resolve({ key }) });
    expect(status).not.toBe(500);
  });
}, 900_000);

/** Runs them by tens; what turns out to be harmful is shrunk to the few that are. */
async function expectUntouched<Input>(
  arbitrary: fc.Arbitrary<Input>,
  count: number,
  run: (input: Input) => Promise<void>,
): Promise<void> {
  const changes = watchPrototypes();
  const before = { ...settings() };
  await fc.assert(
    fc.asyncProperty(fc.array(arbitrary, { minLength: AT_ONCE, maxLength: AT_ONCE }), async (inputs) => {
      await Promise.all(inputs.map(run));
      expect(changes()).toEqual([]);
      expect(Reflect.get({}, "zz")).toBeUndefined();
    }),
    { numRuns: count / AT_ONCE, seed: 20_260, endOnFailure: true },
  );
  expect({ ...settings() }).toEqual(before);
  expect(settings().OIDC_ISSUER).toBeUndefined();
}

async function call({ id, param, query, body, headers }: HostileCall): Promise<Response> {
  const endpoint = OPERATIONS.find((operation) => operation.id === id)?.endpoint;
  if (!endpoint) throw new Error(`There is no operation ${id}.`);
  const names = endpoint.path.match(/\{\w+\}/g) ?? [];
  const params = Object.fromEntries(names.map((name) => [name.slice(1, -1), param]));
  const path = names.reduce((filled, name) => filled.replace(name, param), endpoint.path as string);
  const request = new Request(`${settings().APP_URL}${path}?${query}`, {
    method: endpoint.method,
    headers: { ...headers, authorization, "content-type": "application/json" },
    ...(body === undefined ? {} : { body }),
  });
  const handler = handlers.get(`${endpoint.method} ${endpoint.path}`);
  if (!handler) throw new Error(`${endpoint.method} ${endpoint.path} has no handler.`);
  const response = await handler(request, { params: Promise.resolve(params) });
  await response.body?.cancel();
  return response;
}

/** One of whatever can be made of an example alone; so that not all calls end at "no such". */
async function createRows(): Promise<string[]> {
  const made = WITH_BODY.filter(
    ({ endpoint }) => endpoint.status === 201 && !endpoint.path.includes("{"),
  ).map(async ({ endpoint }) => {
    const request = new Request(`${settings().APP_URL}${endpoint.path}`, {
      method: endpoint.method,
      headers: { authorization, "content-type": "application/json" },
      body: JSON.stringify(bodyExample(endpoint.body)),
    });
    const response = await handlers.get(`${endpoint.method} ${endpoint.path}`)?.(request, {
      params: Promise.resolve({}),
    });
    const answer: unknown = await response?.json();
    return String(Object(answer).id);
  });
  return [...new Set(await Promise.all(made))];
}
