import { Agent, request } from "node:http";
import { createOrganization, createUser } from "@/db/factories";
import { createSubscriptionEndpoint } from "@/features/subscriptions/contract";
import { createTokenEndpoint } from "@/features/tokens/contract";
import { env } from "@/lib/env";
import { expect, test } from "../fixtures";

const MEBIBYTE = 1024 * 1024;
const UNKNOWN_ID = "01900000-0000-7000-8000-000000000000";

const SUBSCRIPTION = {
  targetUrl: "https://example.com/hook",
  eventTypes: ["ticket.created"],
};

test("a problem says what is wrong, in the same shape everywhere", async ({ api, anonymous }) => {
  const replies = [
    await anonymous.get("/api/v1/me"),
    await api.get(`/api/v1/tokens/${UNKNOWN_ID}`),
    await api.post("/api/v1/tokens", { name: "", scopes: [] }),
    await api.request("PUT", "/api/v1/tokens"),
  ];

  for (const reply of replies) {
    expect(reply.headers.get("content-type")).toBe("application/problem+json");
    expect(reply.body).toMatchObject({
      type: expect.stringMatching(/^urn:replify:error:/),
      title: expect.any(String),
      status: reply.status,
      detail: expect.any(String),
      code: expect.any(String),
      requestId: reply.headers.get("x-request-id"),
    });
  }
  expect(replies.map((reply) => reply.status)).toEqual([401, 404, 422, 405]);
});

test("a missing scope is named", async ({ apiWith }) => {
  const api = await apiWith({ scopes: ["events:read"] });

  const reply = await api.post("/api/v1/events", { type: "ticket.created", data: { subject: "x" } });

  expect(reply).toMatchObject({ status: 403, body: { code: "forbidden" } });
  expect(reply.text).toContain("events:write");
  expect((await api.get("/api/v1/events")).status).toBe(200);
});

test("what another organization owns does not exist", async ({ api, apiWith, person }) => {
  const subscription = await api.call(createSubscriptionEndpoint, { body: SUBSCRIPTION });
  const token = await api.call(createTokenEndpoint, { body: { name: "x", scopes: ["events:read"] } });
  const stranger = await apiWith({ user: await createUser(await createOrganization()) });
  const colleague = await apiWith({ user: await person() });

  const calls = [
    ["GET", `/api/v1/tokens/${token.id}`],
    ["DELETE", `/api/v1/tokens/${token.id}`],
    ["GET", `/api/v1/subscriptions/${subscription.id}`],
    ["PATCH", `/api/v1/subscriptions/${subscription.id}`],
    ["POST", `/api/v1/subscriptions/${subscription.id}/pause`],
    ["POST", `/api/v1/subscriptions/${subscription.id}/resume`],
    ["POST", `/api/v1/subscriptions/${subscription.id}/test`],
    ["GET", `/api/v1/subscriptions/${subscription.id}/stats`],
    ["GET", `/api/v1/subscriptions/${subscription.id}/deliveries`],
    ["DELETE", `/api/v1/subscriptions/${subscription.id}`],
  ] as const;
  for (const [method, path] of calls) {
    const json = method === "PATCH" ? { name: "mine" } : {};
    const reply = await stranger.request(method, path, method === "GET" ? {} : { json });
    expect(reply.status, `${method} ${path}`).toBe(404);
    const unknown = path.replace(/[0-9a-f-]{36}/, UNKNOWN_ID);
    const nowhere = await stranger.request(method, unknown, method === "GET" ? {} : { json });
    expect({ ...Object(nowhere.body), requestId: 0 }).toEqual({ ...Object(reply.body), requestId: 0 });
  }
  expect((await colleague.get(`/api/v1/tokens/${token.id}`)).body).toMatchObject({ status: "active" });
  expect((await colleague.get(`/api/v1/subscriptions/${subscription.id}`)).body).toMatchObject({
    name: "example.com",
    status: "active",
  });
});

test("a method that is not offered is refused with those that are", async ({ api }) => {
  for (const [method, path, allow] of [
    ["PUT", "/api/v1/tokens", "GET, POST"],
    ["DELETE", "/api/v1/events", "GET, POST"],
    ["POST", "/api/v1/me", "GET"],
    ["PATCH", `/api/v1/deliveries/${UNKNOWN_ID}`, "GET"],
    ["GET", `/api/v1/deliveries/${UNKNOWN_ID}/resend`, "POST"],
  ] as const) {
    const reply = await api.request(method, path);
    expect(reply.status, `${method} ${path}`).toBe(405);
    expect(reply.headers.get("allow")).toBe(allow);
  }
});

test("bodies that can't be read are refused, each in its own way", async ({ api }) => {
  const post = (raw: string | Uint8Array<ArrayBuffer>, headers: Record<string, string> = {}) =>
    api.request("POST", "/api/v1/events", { raw, headers });

  expect(await post("{")).toMatchObject({ status: 400, body: { code: "malformed" } });
  expect(await post("")).toMatchObject({ status: 400 });
  expect(await post(new Uint8Array([0x22, 0xff, 0x22]))).toMatchObject({ status: 400 });
  expect(await post("[".repeat(100_000))).toMatchObject({ status: 400 });
  expect(await post("{}", { "content-type": "text/plain" })).toMatchObject({ status: 415 });
  expect(await post("{}", { "content-encoding": "gzip" })).toMatchObject({ status: 415 });
  expect(await post("null")).toMatchObject({ status: 422 });
  expect(await post('{"__proto__": {"type": "ticket.created"}}')).toMatchObject({ status: 422 });
  expect(await post(JSON.stringify({ x: "x".repeat(2 * MEBIBYTE) }))).toMatchObject({
    status: 413,
    body: { code: "payload_too_large" },
  });
});

test("a body without a declared length is cut off at 1 MiB", async ({ api }) => {
  const reply = await api.request("POST", "/api/v1/events", {
    raw: new Blob(["x".repeat(2 * MEBIBYTE)]).stream(),
  });

  expect(reply.status).toBe(413);
});

test("a refused body does not hold up its connection", async ({ apiWith }) => {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const api = await apiWith();
  try {
    expect(await send(agent, "POST", api.headers, Buffer.alloc(2 * MEBIBYTE, "x"))).toBe(413);
    expect(await send(agent, "GET", api.headers)).toBe(200);
  } finally {
    agent.destroy();
  }
});

test("nothing odd in a path or query gives a server error", async ({ api }) => {
  for (const path of [
    "/api/v1/nothing",
    "/api/v1/tokens/not-a-uuid",
    "/api/v1/tokens/%00",
    "/api/v1/tokens/%E0%A4%A",
    "/api/v1/tokens?q=%00",
    "/api/v1/subscriptions?q=%00",
    "/api/v1/subscriptions?eventType=%00",
    "/api/v1/deliveries?eventType=%00",
    "/api/v1/tokens?limit=1&limit=2",
    "/api/v1/deliveries?q=%27%3B%20drop%20table%20users",
    "/api/v1/deliveries?from=yesterday",
    "/api/v1/event-types/..%2f..%2fetc",
  ]) {
    const reply = await api.get(path);
    expect.soft(reply.status, `${path}: ${reply.text.slice(0, 200)}`).toBeLessThan(500);
    expect.soft(reply.text).not.toMatch(/node_modules|at \/|SQLSTATE/);
  }
});

test("nothing odd in a body gives a server error", async ({ api }) => {
  const ticket = { type: "ticket.created", data: { subject: "x" } };
  for (const [path, body] of [
    ["/api/v1/tokens", { name: "a\0b", scopes: ["events:read"] }],
    ["/api/v1/subscriptions", { ...SUBSCRIPTION, name: "a\0b" }],
    ["/api/v1/subscriptions", { ...SUBSCRIPTION, teamIds: [Number.MAX_SAFE_INTEGER] }],
    ["/api/v1/subscriptions", { ...SUBSCRIPTION, accountId: Number.MAX_SAFE_INTEGER }],
    ["/api/v1/events", { type: "ticket.created", data: { subject: "a\0b\ud800" } }],
    ["/api/v1/events", { ...ticket, teamId: Number.MAX_SAFE_INTEGER }],
    ["/api/v1/events", { ...ticket, accountId: Number.MAX_SAFE_INTEGER }],
    ["/api/v1/events", { ...ticket, sequenceId: Number.MAX_SAFE_INTEGER }],
    ["/api/v1/events", { ...ticket, occurredAt: "0000-01-01T00:00:00Z" }],
    ["/api/v1/events", { ...ticket, occurredAt: "9999-12-31T23:59:59Z" }],
  ] as const) {
    const reply = await api.post(path, body);
    expect.soft(reply.status, `${path} ${JSON.stringify(body)}: ${reply.text}`).toBeLessThan(500);
  }
});

function send(agent: Agent, method: string, headers: Record<string, string>, body?: Buffer): Promise<number> {
  return new Promise((resolve, reject) => {
    const sent = request(new URL(method === "GET" ? "/api/v1/me" : "/api/v1/events", env.APP_URL), {
      method,
      agent,
      headers: { ...headers, ...(body && { "content-type": "application/json" }) },
    });
    sent.once("error", reject);
    sent.once("response", (response) => {
      response.resume();
      response.once("end", () => resolve(response.statusCode ?? 0));
    });
    // Without a length, in chunks.
    if (body) sent.write(body);
    sent.end();
  });
}
