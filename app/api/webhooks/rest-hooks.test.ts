import { eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startTestServer, type TestServer } from "@/app/api/_lib/test-server";
import { GET as elsewhere } from "@/app/api/[[...path]]/route";
import { database } from "@/db/client";
import { createContext, createOrganization, createToken, createUser } from "@/db/factories";
import { subscriptions } from "@/db/schema";
import {
  type RestHookErrors,
  RestHooksSubscriber,
  type RestHookView,
} from "@/e2e/reference-client/rest-hooks-subscriber";
import { REPLIERS_EVENTS } from "@/e2e/source-events";
import { updateSubscription } from "@/features/subscriptions/service";
import { disableSubscription, pauseSubscription, resumeSubscription } from "@/features/subscriptions/status";
import { mintToken } from "@/features/tokens/secret";
import { env } from "@/lib/env";
import type { Scope } from "@/lib/scopes";
import "./route";
import "./[id]/route";
import "./events/route";

let server: TestServer;
const subscribers: RestHooksSubscriber[] = [];

beforeAll(async () => {
  server = await startTestServer({ "/api/webhooks/1/nothing": elsewhere });
});

afterAll(async () => {
  for (const subscriber of subscribers) await subscriber.stop();
  await server.stop();
});

async function newcomer({ scopes }: { scopes?: Scope[] } = {}) {
  const user = await createUser(await createOrganization());
  const token = mintToken();
  await createToken(user, { token, ...(scopes && { scopes }) });
  const subscriber = new RestHooksSubscriber(`${server.url}/api`, { Authorization: token });
  await subscriber.listen();
  subscribers.push(subscriber);
  return { user, token, subscriber };
}

async function rowsOf(organizationId: number) {
  return database().select().from(subscriptions).where(eq(subscriptions.organizationId, organizationId));
}

describe("repliers-webhooks.txt", () => {
  test("after the handshake the answer is 201 {}, and Location names the webhook", async () => {
    const { subscriber } = await newcomer();
    const target = subscriber.target("/unique-path");
    const { status, headers, body } = await subscriber.subscribe(target, "listing.created");
    expect([status, body]).toEqual([201, {}]);
    expect(headers.get("content-type")).toBe("application/json");
    expect(headers.get("location")).toBe(`${env.APP_URL}/api/webhooks/1`);
    expect(subscriber.secrets.get("/unique-path")).toMatch(/^[0-9a-f]{64}$/);
    const found = await subscriber.call<RestHookView>("GET", "/webhooks/1");
    expect(found.body).toEqual({
      id: 1,
      target_url: target,
      event: "listing.created",
      configuration: { filters: [] },
    });
  });

  test("the key in Authorization with or without a scheme, REPLIERS-API-KEY, or X-API-Key", async () => {
    const { token } = await newcomer();
    for (const [name, value] of [
      ["Authorization", token],
      ["Authorization", `Bearer ${token}`],
      ["REPLIERS-API-KEY", token],
      ["repliers-api-key", token],
      ["X-API-Key", token],
    ] as const) {
      const { status } = await fetch(`${server.url}/api/webhooks`, { headers: { [name]: value } });
      expect(status, name).toBe(200);
    }
    const refused = await fetch(`${server.url}/api/webhooks`, { headers: { Authorization: "wrong" } });
    expect(refused.status).toBe(401);
    expect(await refused.json()).toEqual([{ param: "", msg: expect.any(String) }]);
    const none = await fetch(`${server.url}/api/webhooks`);
    expect([none.status, await none.json()]).toEqual([
      401,
      [{ param: "", msg: expect.stringContaining("Authorization: rpl_at_…") }],
    ]);
  });

  test.each(["no echo", "wrong echo", "201"] as const)("%s: 422, and nothing exists", async (manners) => {
    const { user, subscriber } = await newcomer();
    const { status, body } = await subscriber.subscribe(
      subscriber.target("/hook", manners),
      "listing.created",
    );
    expect([status, body]).toEqual([422, [{ param: "target_url", msg: expect.any(String) }]]);
    expect(await rowsOf(user.organizationId)).toEqual([]);
  });

  test("while the target takes its time nothing exists, and no transaction is open", async () => {
    const { user, subscriber } = await newcomer();
    const slow = subscriber.subscribe(subscriber.target("/slow", "slow"), "listing.created");
    await expect.poll(() => subscriber.asked).toEqual(["/slow"]);
    expect((await subscriber.subscribe(subscriber.target("/quick"), "listing.created")).status).toBe(201);
    expect((await rowsOf(user.organizationId)).map(({ targetUrl }) => new URL(targetUrl).pathname)).toEqual([
      "/quick",
    ]);
    subscriber.release();
    expect((await slow).headers.get("location")).toMatch(/\/2$/);
  });

  test("target_url must be unique: 409, also for two at once", async () => {
    const [{ user, subscriber }, other] = [await newcomer(), await newcomer()];
    const target = subscriber.target("/hook", "slow");
    const both = [
      subscriber.subscribe(target, "listing.created"),
      subscriber.subscribe(target, "agent.created"),
    ];
    await expect.poll(() => subscriber.asked).toEqual(["/hook", "/hook"]);
    subscriber.release();
    const answers = await Promise.all(both);
    expect(answers.map(({ status }) => status).toSorted()).toEqual([201, 409]);
    expect(answers.find(({ status }) => status === 409)?.body).toEqual([
      { param: "target_url", msg: expect.any(String) },
    ]);
    expect((await subscriber.subscribe(target, "listing.created")).status).toBe(409);
    expect(await rowsOf(user.organizationId)).toHaveLength(1);
    // Of another organization, and once it is deleted, it may be used.
    expect((await other.subscriber.subscribe(target, "listing.created")).status).toBe(201);
    expect((await subscriber.call("DELETE", "/webhooks/1")).status).toBe(204);
    expect((await subscriber.subscribe(target, "listing.created")).headers.get("location")).toMatch(/\/2$/);
  });

  test("a target that answers 410 ends its webhook, and may be subscribed again", async () => {
    const { user, subscriber } = await newcomer();
    const ctx = createContext(user);
    const target = subscriber.target("/hook");
    await subscriber.subscribe(target, "listing.created");
    const [row] = await rowsOf(user.organizationId);
    const id = row?.id ?? "";
    await disableSubscription(ctx, id, { reason: "gone", detail: "410", targetUrl: target });
    expect((await subscriber.call("GET", "/webhooks")).body).toEqual([]);
    expect((await subscriber.call("GET", "/webhooks/1")).status).toBe(404);
    expect((await subscriber.subscribe(target, "listing.created")).headers.get("location")).toMatch(/\/2$/);
    for (const bringBack of [resumeSubscription, pauseSubscription])
      await expect(bringBack(ctx, id)).rejects.toMatchObject({ code: "conflict" });
    expect((await subscriber.call("DELETE", "/webhooks/2")).status).toBe(204);
    expect(await resumeSubscription(ctx, id)).toMatchObject({ status: "active" });
    expect((await subscriber.call<RestHookView>("GET", "/webhooks/1")).body.target_url).toBe(target);
  });

  test("many at once get integers of their own", async () => {
    const { subscriber } = await newcomer();
    const paths = ["/a", "/b", "/c", "/d", "/e"];
    await Promise.all(paths.map((path) => subscriber.subscribe(subscriber.target(path), "listing.created")));
    const { body } = await subscriber.call<RestHookView[]>("GET", "/webhooks");
    expect(body.map(({ id }) => id)).toEqual([5, 4, 3, 2, 1]);
    expect(body.map(({ target_url }) => new URL(target_url).pathname).toSorted()).toEqual(paths);
  });

  test("on the screen, too, no two get the same target", async () => {
    const { user, subscriber } = await newcomer();
    for (const path of ["/a", "/b"]) await subscriber.subscribe(subscriber.target(path), "listing.created");
    const ctx = createContext(user);
    const [first] = (await rowsOf(user.organizationId)).toSorted(
      (a, b) => (a.dialectId ?? 0) - (b.dialectId ?? 0),
    );
    await expect(
      updateSubscription(ctx, first?.id ?? "", { targetUrl: subscriber.target("/b") }),
    ).rejects.toMatchObject({ code: "conflict" });
  });

  test("what is missing or wrong: 400, by field", async () => {
    const { user, subscriber } = await newcomer();
    const target_url = subscriber.target("/hook");
    for (const [body, params] of [
      [{}, ["target_url", "event"]],
      [{ target_url: "no url", event: "listing.created" }, ["target_url"]],
      [{ target_url, event: "listing.sold" }, ["event"]],
      [
        { target_url, event: "listing.created", configuration: { filters: [{ field: "" }] } },
        ["configuration.filters.0.values"],
      ],
      [
        {
          target_url,
          event: "listing.created",
          configuration: { filters: [{ field: "a..b", values: ["x"] }] },
        },
        ["configuration.filters.0.field"],
      ],
      [
        { target_url, event: "listing.created", configuration: { filters: [{ field: "a", values: [] }] } },
        ["configuration.filters.0.values"],
      ],
    ] as const) {
      const answer = await subscriber.call<RestHookErrors>("POST", "/webhooks", body);
      expect([answer.status, answer.body.map(({ param }) => param)], JSON.stringify(body)).toEqual([
        400,
        params,
      ]);
      expect(answer.headers.get("content-type")).toBe("application/json");
    }
    expect(await rowsOf(user.organizationId)).toEqual([]);
    expect(subscriber.asked).toEqual([]);
  });

  test("a target that is not allowed: 406, and it is not called", async () => {
    const { subscriber } = await newcomer();
    const { status, body } = await subscriber.subscribe("https://169.254.169.254/hook", "listing.created");
    expect([status, body]).toEqual([406, [{ param: "target_url", msg: expect.any(String) }]]);
  });

  test("a token does what its scopes allow: 403, before the target hears of it", async () => {
    const { subscriber } = await newcomer({ scopes: ["subscriptions:write"] });
    const { status, body } = await subscriber.subscribe(subscriber.target("/hook"), "listing.created");
    expect([status, body]).toEqual([403, [{ param: "", msg: expect.stringContaining("events:read") }]]);
    expect(subscriber.asked).toEqual([]);
    const owner = await newcomer();
    await owner.subscriber.subscribe(owner.subscriber.target("/hook"), "listing.created");
    const token = mintToken();
    await createToken(owner.user, { token, scopes: ["subscriptions:write"] });
    const change = await fetch(`${server.url}/api/webhooks/1`, {
      method: "PATCH",
      headers: { "x-api-key": token, "content-type": "application/json" },
      body: JSON.stringify({ target_url: owner.subscriber.target("/other") }),
    });
    expect([change.status, owner.subscriber.asked]).toEqual([403, ["/hook"]]);
  });

  test("filters are the subscription's own, and shown as they were given", async () => {
    const { user, subscriber } = await newcomer();
    const filters = [
      { field: "map.city", values: ["Toronto", "Ottawa"] },
      { field: "status", values: ["A"] },
    ];
    await subscriber.subscribe(subscriber.target("/hook"), "listing.created", { configuration: { filters } });
    const { body } = await subscriber.call<RestHookView>("GET", "/webhooks/1");
    expect(body.configuration).toEqual({ filters });
    const [row] = await rowsOf(user.organizationId);
    expect(row?.filter).toEqual({
      all: [
        { path: "map.city", operator: "in", value: ["Toronto", "Ottawa"] },
        { path: "status", operator: "in", value: ["A"] },
      ],
    });
    const changed = await subscriber.call<RestHookView>("PATCH", "/webhooks/1", { configuration: null });
    expect(changed.body.configuration).toEqual({ filters: [] });
  });

  test("list, get, change and delete by integers; another target answers first", async () => {
    const [{ subscriber }, other] = [await newcomer(), await newcomer()];
    const [one, two] = [subscriber.target("/one"), subscriber.target("/two")];
    await subscriber.subscribe(one, "listing.created");
    await subscriber.subscribe(subscriber.target("/other"), "agent.created");
    expect((await other.subscriber.call("GET", "/webhooks/1")).status).toBe(404);

    const event = await subscriber.call<RestHookView>("PATCH", "/webhooks/1", { event: "listing.deleted" });
    expect([event.status, event.body.event]).toEqual([200, "listing.deleted"]);
    const silent = await subscriber.call("PATCH", "/webhooks/1", {
      target_url: subscriber.target("/no", "no echo"),
    });
    expect(silent.status).toBe(422);
    const taken = await subscriber.call("PATCH", "/webhooks/1", { target_url: subscriber.target("/other") });
    expect(taken.status).toBe(409);
    expect((await subscriber.call<RestHookView>("GET", "/webhooks/1")).body.target_url).toBe(one);
    const moved = await subscriber.call<RestHookView>("PATCH", "/webhooks/1", { target_url: two });
    expect([moved.status, moved.body]).toEqual([200, { ...event.body, target_url: two }]);
    expect(subscriber.secrets.get("/two")).toMatch(/^[0-9a-f]{64}$/);

    const removed = await subscriber.call("DELETE", "/webhooks/1");
    expect([removed.status, removed.body]).toEqual([204, null]);
    const gone = await subscriber.call<RestHookErrors>("GET", "/webhooks/1");
    expect([gone.status, gone.body]).toEqual([404, [{ param: "", msg: expect.any(String) }]]);
    expect((await subscriber.call<RestHookErrors>("GET", "/webhooks/zero")).body).toEqual([
      { param: "id", msg: expect.any(String) },
    ]);
  });

  test("broken JSON, another type, other methods and unknown paths are lists, too", async () => {
    const { token } = await newcomer();
    const send = (init: RequestInit, path = "/api/webhooks") =>
      fetch(server.url + path, {
        ...init,
        headers: { Authorization: token, "Content-Type": "application/json", ...init.headers },
      });
    for (const [status, response] of [
      [400, await send({ method: "POST", body: "{" })],
      [415, await send({ method: "POST", body: "a", headers: { "Content-Type": "text/plain" } })],
      [413, await send({ method: "POST", body: JSON.stringify({ x: "x".repeat(1_100_000) }) })],
      [405, await send({ method: "PUT", body: "{}" })],
      [404, await send({}, "/api/webhooks/1/nothing")],
    ] as const) {
      expect(response.status).toBe(status);
      expect(await response.json()).toEqual([{ param: "", msg: expect.any(String) }]);
      expect(response.headers.get("x-request-id")).toMatch(/^req_/);
      if (status === 405) expect(response.headers.get("allow")).toBe("GET, POST, HEAD, OPTIONS");
    }
    const head = await send({ method: "HEAD" });
    expect([head.status, head.headers.get("ratelimit-limit")]).toEqual([200, expect.stringMatching(/^\d+$/)]);
  });

  test("there are 19 events", async () => {
    const { subscriber } = await newcomer();
    expect((await subscriber.call("GET", "/webhooks/events")).body).toEqual(REPLIERS_EVENTS);
  });

  test.each(REPLIERS_EVENTS)("%s", async (event) => {
    const { subscriber } = await newcomer();
    expect((await subscriber.subscribe(subscriber.target("/hook"), event)).status).toBe(201);
  });
});
