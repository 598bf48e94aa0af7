import { setTimeout as sleep } from "node:timers/promises";
import { mintToken } from "@/features/tokens/secret";
import { env } from "@/lib/env";
import { Api, bearer, type Reply } from "../api";
import { type AppWithAdmin, startAppWithAdmin } from "../app-with-admin";
import { expect, test } from "../fixtures";
import { rawRequest } from "../raw-request";

const ME = "/api/v1/me";
const WINDOW_SECONDS = 60;
const PER_MINUTE = 8;
const PER_ADDRESS = 60;
const UNAUTHORIZED = 6;

test("every answer to a call with a credential says how many are left", async ({ api, anonymous }) => {
  const replies = [
    await api.get(ME),
    await api.get("/api/v1/tokens?limit=0"),
    await api.get("/api/v1/deliveries/01900000-0000-7000-8000-000000000000"),
    await api.post("/api/v1/tokens", {}),
  ];
  expect(replies.map(({ status }) => status)).toEqual([200, 422, 404, 422]);
  for (const { headers } of replies) {
    expect(headers.get("ratelimit-limit")).toBe(String(env.RATE_LIMIT_PER_MINUTE));
    expect(headers.get("ratelimit-policy")).toBe(`${env.RATE_LIMIT_PER_MINUTE};w=60`);
    expect(Number(headers.get("ratelimit-reset"))).toBeGreaterThan(0);
    expect(Number(headers.get("ratelimit-reset"))).toBeLessThanOrEqual(WINDOW_SECONDS);
  }
  const remaining = replies.map(({ headers }) => Number(headers.get("ratelimit-remaining")));
  expect(remaining).toEqual([0, 1, 2, 3].map((calls) => env.RATE_LIMIT_PER_MINUTE - 1 - calls));
  expect((await anonymous.get(ME)).headers.get("ratelimit-remaining")).toBeNull();
});

test("a thousand bad tokens from an address don't hold up a good one, and claims of other addresses don't help them", async ({
  apiWith,
}) => {
  const { headers: good } = await apiWith();
  const call = (localAddress: string, headers: Record<string, string>) =>
    rawRequest(env.APP_URL, { method: "GET", path: ME, headers, localAddress });
  const bad = async (count: number) =>
    (
      await call("127.0.8.1", {
        ...bearer(mintToken()),
        "x-forwarded-for": `203.0.113.${count % 250}`,
        "x-real-ip": `198.51.100.${count % 250}`,
        forwarded: `for=192.0.2.${count % 250}`,
      })
    ).status;

  const begunAt = Date.now();
  const statuses: number[] = [];
  for (let sent = 0; sent < 1000; sent += 50)
    statuses.push(...(await Promise.all(Array.from({ length: 50 }, (_, index) => bad(sent + index)))));

  // On a slow machine a window ends underway, and the next one answers as many again with 401.
  const windows = 1 + Math.floor((Date.now() - begunAt) / 1000 / WINDOW_SECONDS);
  const refused = statuses.filter((status) => status === 401).length;
  expect(refused).toBeGreaterThanOrEqual(env.RATE_LIMIT_UNAUTHORIZED);
  expect(refused).toBeLessThanOrEqual(env.RATE_LIMIT_UNAUTHORIZED * windows);
  expect(statuses.filter((status) => status !== 401 && status !== 429)).toEqual([]);
  expect(statuses).toContain(429);
  expect((await call("127.0.8.1", good)).status).toBe(200);
  expect((await call("127.0.8.2", good)).status).toBe(200);
  expect((await call("127.0.8.2", bearer(mintToken()))).status).toBe(401);
});

test.describe("with limits that are soon used up, behind one proxy", () => {
  test.describe.configure({ mode: "default", timeout: 300_000 });
  let started: AppWithAdmin;

  test.beforeAll(async () => {
    test.setTimeout(300_000);
    started = await startAppWithAdmin("limits", {
      RATE_LIMIT_PER_MINUTE: String(PER_MINUTE),
      RATE_LIMIT_PER_ADDRESS: String(PER_ADDRESS),
      RATE_LIMIT_UNAUTHORIZED: String(UNAUTHORIZED),
      TRUSTED_PROXY_HOPS: "1",
    });
  });

  test.afterAll(() => started?.app.stop());

  test("a token that called too often waits as long as it is told, and then goes on", async () => {
    const { app, api } = started;
    const from = through("203.0.113.1");
    const replies = await times(PER_MINUTE + 3, () => api.get(ME, { headers: from }));

    expect(replies.map(({ status }) => status)).toEqual([
      ...Array(PER_MINUTE).fill(200),
      ...Array(3).fill(429),
    ]);
    const refused = replies[PER_MINUTE];
    const seconds = expectRateLimited(refused, PER_MINUTE);
    expect(refused?.body).toMatchObject({ detail: expect.stringContaining(`${seconds} s`) });
    // Another address of the same token is the same caller; another caller at the same address is not.
    expect((await api.get(ME, { headers: through("203.0.113.2") })).status).toBe(429);
    expect((await new Api(app.url, bearer(mintToken())).get(ME, { headers: from })).status).toBe(401);

    await sleep(seconds * 1000);
    const again = await api.get(ME, { headers: from });
    expect(again.status).toBe(200);
    expect(again.headers.get("ratelimit-remaining")).toBe(String(PER_MINUTE - 1));
  });

  test("calls without a valid credential are counted by the address that our own proxy saw", async () => {
    const nobody = new Api(started.app.url, {});
    const claiming = (count: number) => through(`192.0.2.${count}, 203.0.113.11`);
    const replies = await times(UNAUTHORIZED + 2, (count) => nobody.get(ME, { headers: claiming(count) }));

    expect(replies.map(({ status }) => status)).toEqual([...Array(UNAUTHORIZED).fill(401), 429, 429]);
    expectRateLimited(replies.at(-1), UNAUTHORIZED);
    expect((await nobody.get(ME, { headers: through("203.0.113.11") })).status).toBe(429);
    expect((await nobody.get(ME, { headers: through("203.0.113.12") })).status).toBe(401);
  });

  test("an address has a limit of its own for everything it calls", async () => {
    const nobody = new Api(started.app.url, {});
    const from = through("2001:db8:1:2::1");
    const replies = await times(PER_ADDRESS + 1, () => nobody.get("/api/v1/openapi.json", { headers: from }));

    expect(new Set(replies.slice(0, -1).map(({ status }) => status))).toEqual(new Set([200]));
    expectRateLimited(replies.at(-1), PER_ADDRESS);
    // A household has the whole /64.
    const neighbour = await nobody.get("/api/v1/openapi.json", { headers: through("2001:db8:1:2:ffff::9") });
    expect(neighbour.status).toBe(429);
    expect((await nobody.get("/api/v1/openapi.json", { headers: through("2001:db8:1:3::1") })).status).toBe(
      200,
    );
  });
});

function expectRateLimited(reply: Reply | undefined, limit: number): number {
  expect(reply).toMatchObject({ status: 429, body: { code: "rate_limited" } });
  const seconds = Number(reply?.headers.get("retry-after"));
  expect(seconds).toBeGreaterThan(0);
  expect(seconds).toBeLessThanOrEqual(WINDOW_SECONDS);
  expect(reply?.headers.get("ratelimit-limit")).toBe(String(limit));
  expect(reply?.headers.get("ratelimit-remaining")).toBe("0");
  expect(reply?.headers.get("ratelimit-reset")).toBe(String(seconds));
  return seconds;
}

async function times(count: number, call: (index: number) => Promise<Reply>): Promise<Reply[]> {
  const replies: Reply[] = [];
  for (let index = 0; index < count; index++) replies.push(await call(index));
  return replies;
}

function through(forwardedFor: string): Record<string, string> {
  return { "x-forwarded-for": forwardedFor };
}
