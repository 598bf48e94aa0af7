import { OPERATIONS } from "@/app/api/_lib/endpoints";
import type { Operation } from "@/lib/endpoint";
import { env } from "@/lib/env";
import { callerOf, createParams, createWorld, hasParams, pathOf, type World } from "../api-world";
import { expect, test } from "../fixtures";
import { type PlainNext, startPlainNext } from "../plain-next";
import { rawRequest } from "../raw-request";

/** No other spec calls from there. */
const ADDRESS = "127.0.77.1";
const UNKNOWN_ID = "01900000-0000-7000-8000-000000000000";
const PARALLEL = 8;

/** What comes of the connection, of the moment, or of server.ts itself. */
const OTHERWISE = new Set([
  "connection",
  "keep-alive",
  "transfer-encoding",
  "content-length",
  "date",
  "vary",
  "x-request-id",
  "ratelimit-remaining",
  "ratelimit-reset",
  "x-frame-options",
  "referrer-policy",
  "cross-origin-opener-policy",
  "cross-origin-resource-policy",
  "permissions-policy",
  "content-security-policy",
]);

const WRITES = OPERATIONS.filter(({ endpoint }) => endpoint.method !== "GET");
/** Without the one that leaves a trace in what others read. */
const READS = OPERATIONS.filter(({ id, endpoint }) => endpoint.method === "GET" && id !== "exportAuditLog");

interface Call {
  method: string;
  path: string;
  headers?: Record<string, string>;
  body?: string;
}

let plain: PlainNext;

test.beforeAll(async () => {
  test.setTimeout(60_000);
  plain = await startPlainNext();
});

test.afterAll(() => plain.stop());

// One after the other, so that one second server is enough.
test.describe.configure({ mode: "default", timeout: 90_000 });

test("whoever has no credential is answered the same", async () => {
  await expectSame(
    OPERATIONS.map(({ endpoint }) => ({ method: endpoint.method, path: unknownPath(endpoint) })),
  );
});

test("what is kept compressed can be read, whoever serves it", async () => {
  for (const url of [env.APP_URL, plain.url]) {
    const answer = await fetch(new URL("/api/v1/openapi.json", url), {
      headers: { "accept-encoding": "gzip" },
    });
    expect(await answer.json()).toMatchObject({ openapi: expect.any(String) });
  }
});

test("what can't be understood or does not exist is answered the same", async ({ api }) => {
  // The rest would do what it says.
  const refusable = [...READS, ...WRITES.filter((one) => one.endpoint.body || hasParams(one))];
  await expectSame(
    refusable.map(({ endpoint }) => ({
      method: endpoint.method,
      path: `${unknownPath(endpoint)}?limit=x`,
      headers: { ...api.headers, "content-type": "application/json" },
      ...(endpoint.body && { body: "{" }),
    })),
  );
});

test("what is read is answered the same", async ({ organization }) => {
  const world = await createWorld(organization);
  const headers = { ...world.api.headers };
  const calls: Call[] = [];
  for (const operation of READS) {
    const { headers } = await callerOf(operation, world);
    calls.push({ method: "GET", path: await readPath(operation, world), headers: { ...headers } });
  }
  await expectSame(calls, 200);
  await expectSame([{ method: "GET", path: "/api/v1/audit-log/export?action=token.created", headers }], 200);
});

test("methods, spellings and bodies of all kinds are answered the same", async ({ api }) => {
  const paths = [...new Set(OPERATIONS.map(({ endpoint }) => unknownPath(endpoint)))];
  const headers = { ...api.headers, "content-type": "application/json" };
  const post = (more: Partial<Call>): Call => ({
    method: "POST",
    path: "/api/v1/events",
    headers,
    body: "{}",
    ...more,
  });
  await expectSame([
    ...["PUT", "OPTIONS", "HEAD"].flatMap((method) =>
      paths.map((path) => ({ method, path, headers: { ...api.headers } })),
    ),
    { method: "GET", path: "/api/v1/event-types/ticket%2Ecreated", headers },
    { method: "GET", path: "/api/v1/event-types/%F0%9F%98%80%20%00", headers },
    { method: "GET", path: "/api/v1/tokens?q=%00&limit=1&limit=2", headers },
    { method: "GET", path: "/api/v1/tokens?q=a+b%26c", headers },
    { method: "GET", path: "/api/incoming/nobody", headers },
    { method: "POST", path: "/api/incoming/nobody", headers, body: "{}" },
    post({ headers: { ...headers, "content-encoding": "gzip" } }),
    post({ headers: { ...headers, "content-type": "text/plain" } }),
    post({ body: "x".repeat(1_200_000) }),
    post({ headers: { ...headers, "idempotency-key": "é" } }),
    post({ body: "" }),
  ]);
  // Left to Next both ways.
  await expectSame(
    ["/api/v1/%6De", "/api/v1/nothing", "/api/V1/me"].map((path) => ({
      method: "GET",
      path,
      headers,
    })),
    undefined,
    { isDirect: false },
  );
});

test("apps are answered the same, whatever host they ask", async () => {
  const form = { "content-type": "application/x-www-form-urlencoded" };
  const body = "client_id=app_unknown&grant_type=refresh_token&token=x";
  await expectSame(
    ["token", "device", "revoke", "introspect"].flatMap((name) => {
      const call = { method: "POST", path: `/api/oauth/${name}` };
      return [
        { ...call, headers: form, body },
        { ...call, headers: form, body: `${body}&token=x` },
        { ...call, headers: { "content-type": "application/json" }, body: "{}" },
        { ...call, method: "GET" },
      ];
    }),
  );
  await expectSame([{ method: "GET", path: "/api/oauth/userinfo" }], 401);
  const path = "/.well-known/oauth-authorization-server";
  const headers = { host: "evil.example", "x-forwarded-host": "evil.example" };
  for (const call of [{}, { headers }])
    await expectSame([{ method: "GET", path, ...call }], 200, { isDirect: false });
  const { text } = await rawRequest(env.APP_URL, { method: "GET", path, headers, localAddress: ADDRESS });
  expect(JSON.parse(text)).toMatchObject({ issuer: env.APP_URL });
  expect(text).not.toContain("evil");
});

/** Sends each call to both; through server.ts none may pass through Next, which would say by what its own router asks. */
async function expectSame(calls: Call[], status?: number, { isDirect = true } = {}): Promise<void> {
  await inParallel(calls, async (call) => {
    const headers = { ...call.headers, "x-replify-client-address": ADDRESS };
    const [ours, nexts] = [
      await rawRequest(env.APP_URL, { ...call, headers, localAddress: ADDRESS }),
      await rawRequest(plain.url, { ...call, headers }),
    ];
    const name = `${call.method} ${call.path} ${ours.text.slice(0, 200)}`;
    expect.soft(essence(ours), name).toEqual(essence(nexts));
    if (status !== undefined) expect.soft(ours.status, name).toBe(status);
    if (isDirect) expect.soft(ours.headers.vary ?? "", name).not.toContain("rsc");
  });
}

function essence({ status, headers, text }: Awaited<ReturnType<typeof rawRequest>>) {
  const kept = Object.entries(headers).filter(([name]) => !OTHERWISE.has(name));
  return {
    status,
    headers: Object.fromEntries(kept),
    text: text.replace(/req_[0-9a-f]{32}/g, "req_").replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, "time"),
  };
}

function unknownPath({ path }: Operation["endpoint"]): string {
  return path.replace(/\{\w+\}/g, UNKNOWN_ID);
}

async function readPath(operation: Operation, world: World): Promise<string> {
  return pathOf(operation, await createParams(operation, world));
}

async function inParallel<Item>(items: Item[], work: (item: Item) => Promise<void>): Promise<void> {
  const queue = [...items];
  const worker = async () => {
    for (let item = queue.shift(); item !== undefined; item = queue.shift()) await work(item);
  };
  await Promise.all(Array.from({ length: PARALLEL }, worker));
}
