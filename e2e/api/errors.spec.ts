import { Agent, request } from "node:http";
import { createOrganization, createUser } from "@/db/factories";
import { createSubscriptionEndpoint } from "@/features/subscriptions/contract";
import { createTokenEndpoint } from "@/features/tokens/contract";
import { env } from "@/lib/env";
import { expect, test } from "../fixtures";
import { rawBytes, rawRequest } from "../raw-request";

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
    await anonymous.request("PROPFIND", "/api/v1/tokens"),
    await api.get("/api"),
    await api.get("/api/v1/nothing"),
    await anonymous.get("/api/auth/nothing"),
    await anonymous.get("/api/auth/callback/credentials"),
    await anonymous.post("/api/auth/session", {}),
    await anonymous.post("/api/auth/_log", {}),
    await anonymous.request("PUT", "/api/auth/csrf"),
    await anonymous.get("/api/auth/session", { headers: { cookie: "next-auth.callback-url=nowhere" } }),
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
  expect(replies.map((reply) => reply.status)).toEqual([
    401, 404, 422, 405, 405, 404, 404, 404, 404, 400, 404, 405, 400,
  ]);
});

test("what is nowhere says where the list of everything is", async ({ anonymous }) => {
  for (const method of ["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]) {
    const reply = await anonymous.request(method, "/api/v1/nothing");
    expect(reply).toMatchObject({
      status: 404,
      body: { code: "not_found", detail: expect.stringContaining("/api/v1/openapi.json") },
    });
  }
});

test("what can't be parsed as a request gets a problem too, and its connection ends", async () => {
  const host = `Host: ${new URL(env.APP_URL).host}`;
  for (const [bytes, status, code] of [
    ["nonsense\r\n\r\n", 400, "malformed"],
    ["GET / HTTP/1.1\r\n\r\n", 400, "malformed"],
    [`GET / HTTP/1.1\r\n${host}\r\n${host}\r\nConnection: close\r\n\r\n`, 400, "malformed"],
    [`GET http://evil.example/ HTTP/1.1\r\n${host}\r\n\r\n`, 400, "malformed"],
    [`GET / HTTP/1.1\r\n${host}\r\nX: ${"x".repeat(20_000)}\r\n\r\n`, 431, "headers_too_large"],
    // Request smuggling: two readings of where the body ends.
    [
      `POST /api/v1/events HTTP/1.1\r\n${host}\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`,
      400,
      "malformed",
    ],
    [
      `POST /api/v1/events HTTP/1.1\r\n${host}\r\nContent-Length: 4\r\nContent-Length: 5\r\n\r\nabcde`,
      400,
      "malformed",
    ],
    [
      `POST /api/v1/events HTTP/1.1\r\n${host}\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n0\r\n\r\n`,
      400,
      "malformed",
    ],
    [
      `POST /api/v1/events HTTP/1.1\r\n${host}\r\nTransfer-Encoding: xchunked\r\n\r\n0\r\n\r\n`,
      400,
      "malformed",
    ],
    [`GET / HTTP/1.1\r\n${host}\r\nX-A: 1\n\n\r\n`, 400, "malformed"],
    [`GET / HTTP/1.1\r\n${host}\r\nBad Name: 1\r\n\r\n`, 400, "malformed"],
  ] as const) {
    const reply = await rawBytes(env.APP_URL, bytes);
    const [head = "", body = ""] = reply.split("\r\n\r\n");
    expect(head, bytes.slice(0, 120)).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
    expect(head).toMatch(/^content-type: application\/problem\+json$/im);
    expect(JSON.parse(body)).toMatchObject({ status, code, requestId: expect.stringMatching(/^req_/) });
  }
});

test("headers that come too slowly end the connection", async () => {
  test.setTimeout(60_000);
  const reply = await rawBytes(env.APP_URL, `GET / HTTP/1.1\r\nHost: ${new URL(env.APP_URL).host}\r\nX: `);
  expect(reply).toMatch(/^HTTP\/1.1 408 /);
  expect(reply).toContain('"code":"request_timeout"');
});

test("asking for a socket of another kind gets the plain answer", async ({ api }) => {
  const reply = await rawRequest(env.APP_URL, {
    method: "GET",
    path: "/api/v1/me",
    headers: {
      ...api.headers,
      connection: "Upgrade",
      upgrade: "websocket",
      "sec-websocket-version": "13",
      "sec-websocket-key": "dGhlIHNhbXBsZSBub25jZQ==",
    },
  });
  expect(reply.status).toBe(200);
});

test("OPTIONS tells anybody what there is and no other site that it may", async ({ anonymous }) => {
  const reply = await anonymous.request("OPTIONS", "/api/v1/tokens", {
    headers: { origin: "https://evil.example", "access-control-request-method": "POST" },
  });
  expect(reply).toMatchObject({ status: 204, text: "" });
  expect(reply.headers.get("allow")).toBe("GET, POST, HEAD, OPTIONS");
  expect([...reply.headers.keys()].filter((name) => name.startsWith("access-control"))).toEqual([]);
});

test("HEAD answers as GET does, without the body", async ({ api }) => {
  const get = await api.get("/api/v1/tokens");
  const head = await api.request("HEAD", "/api/v1/tokens");
  expect(head).toMatchObject({ status: 200, text: "" });
  expect(head.headers.get("content-type")).toBe(get.headers.get("content-type"));
  expect((await api.request("HEAD", "/api/v1/nothing")).status).toBe(404);
  expect((await api.request("HEAD", `/api/v1/deliveries/${UNKNOWN_ID}/resend`)).status).toBe(405);
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
    ["PUT", "/api/v1/tokens", "GET, POST, HEAD, OPTIONS"],
    ["DELETE", "/api/v1/events", "GET, POST, HEAD, OPTIONS"],
    ["POST", "/api/v1/me", "GET, PATCH, HEAD, OPTIONS"],
    ["PATCH", `/api/v1/deliveries/${UNKNOWN_ID}`, "GET, HEAD, OPTIONS"],
    ["GET", `/api/v1/deliveries/${UNKNOWN_ID}/resend`, "POST, OPTIONS"],
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
