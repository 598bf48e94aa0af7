import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startTestServer, type TestServer } from "@/app/api/_lib/test-server";
import { GET as elsewhere } from "@/app/api/[[...path]]/route";
import { createContext, createOrganization, createToken, createUser, type TestUser } from "@/db/factories";
import { ReplyV3Client, type ReplyWebhookRequest } from "@/e2e/reference-client/reply-v3-client";
import { REPLY_EVENTS } from "@/e2e/source-events";
import { EVENT_TYPES } from "@/features/event-catalog/names";
import { createTeam } from "@/features/team/teams";
import { mintToken } from "@/features/tokens/secret";
import type { Scope } from "@/lib/scopes";
import "./route";
import "./[id]/route";

type ReplyField = "accountId" | "organizationId" | "teamIds" | "sequenceIds";

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const ISO = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/;
const HOOK = {
  targetUrl: "https://api.example.com/webhook/reply",
  eventTypes: ["email_replied", "email_sent"],
};

let server: TestServer;

beforeAll(async () => {
  server = await startTestServer({ "/api/v3/nothing": elsewhere });
});

afterAll(() => server.stop());

async function tokenOf(user: TestUser, scopes?: Scope[]): Promise<string> {
  const token = mintToken();
  await createToken(user, { token, ...(scopes && { scopes }) });
  return token;
}

async function newcomer() {
  const user = await createUser(await createOrganization());
  const client = new ReplyV3Client(`${server.url}/api/v3`, await tokenOf(user));
  return { user, client };
}

describe("reply-v3-create-webhook.txt", () => {
  test("the example of the request gives the example of the answer, field by field", async () => {
    const { user, client } = await newcomer();
    const { status, headers, body } = await client.createWebhook({ ...HOOK, secret: "hmac-secret-key" });
    expect(status).toBe(201);
    expect(headers.get("content-type")).toBe("application/json");
    expect(body).toEqual({
      id: expect.stringMatching(UUID),
      ...HOOK,
      isActive: true,
      secret: "hmac-secret-key",
      attempt: 0,
      createdAt: expect.stringMatching(ISO),
      updatedAt: expect.stringMatching(ISO),
      subscriptionLevel: "account",
      accountId: user.id,
    });
  });

  test("X-API-Key in any spelling, or Bearer; without a key 401", async () => {
    const token = await tokenOf(await createUser(await createOrganization()));
    for (const [name, value] of [
      ["X-API-Key", token],
      ["x-api-key", token],
      ["X-Api-Key", token],
      ["Authorization", `Bearer ${token}`],
    ] as const) {
      const { status } = await fetch(`${server.url}/api/v3/webhooks`, { headers: { [name]: value } });
      expect(status, name).toBe(200);
    }
    const refused = await new ReplyV3Client(`${server.url}/api/v3`, "wrong").listWebhooks();
    expect(refused.status).toBe(401);
    expect(refused.headers.get("www-authenticate")).toMatch(/^Bearer/);
    expect(refused.body).toMatchObject({ code: "unauthorized", message: expect.any(String), errors: [] });
  });

  test("targetUrl and eventTypes are required, all else is not", async () => {
    const { client } = await newcomer();
    for (const name of ["targetUrl", "eventTypes"]) {
      const { status, body } = await client.call<object>("POST", "/webhooks", { ...HOOK, [name]: undefined });
      expect(status, name).toBe(400);
      expect(body).toMatchObject({ errors: [{ pointer: `/${name}` }] });
    }
    expect((await client.createWebhook(HOOK)).status).toBe(201);
  });

  test("secret is 1 to 256 characters, or none; it is shown once", async () => {
    const { client } = await newcomer();
    for (const secret of ["s", "s".repeat(256)]) {
      const { status, body } = await client.createWebhook({ ...HOOK, secret });
      expect([status, body.secret]).toEqual([201, secret]);
      expect((await client.getWebhook(body.id)).body).toMatchObject({ secret: null });
    }
    expect((await client.createWebhook(HOOK)).body.secret).toBeNull();
    for (const secret of ["", "s".repeat(257)])
      expect((await client.createWebhook({ ...HOOK, secret })).body).toMatchObject({
        status: 400,
        errors: [{ pointer: "/secret", detail: expect.any(String) }],
      });
  });

  test.each<[Partial<ReplyWebhookRequest>, ReplyField]>([
    [{ subscriptionLevel: "account", accountId: null }, "accountId"],
    [{ subscriptionLevel: "team", teamIds: [] }, "teamIds"],
    [{ subscriptionLevel: "team", teamIds: null, accountId: 1 }, "teamIds"],
    [{ subscriptionLevel: "sequence", sequenceIds: [123] }, "sequenceIds"],
    [{ subscriptionLevel: "sequence", sequenceIds: null }, "sequenceIds"],
    [{ subscriptionLevel: "organization", organizationId: null }, "organizationId"],
  ])("%o answers with the field of its level alone: %s", async (scope, field) => {
    const { user, client } = await newcomer();
    const { status, body } = await client.createWebhook({ ...HOOK, ...scope });
    const resolved = {
      accountId: user.id,
      organizationId: user.organizationId,
      teamIds: [],
      sequenceIds: [],
    };
    expect([status, body.subscriptionLevel]).toEqual([201, scope.subscriptionLevel]);
    expect(body[field]).toEqual(scope[field] ?? resolved[field]);
    for (const other of ["accountId", "organizationId", "teamIds", "sequenceIds"])
      expect(Object.hasOwn(body, other), other).toBe(other === field);
  });

  test("another organization, and a team that isn't one's own, are 404", async () => {
    const [{ user, client }, other] = [await newcomer(), await newcomer()];
    const team = await createTeam(createContext(user), { name: "Own" });
    const foreign = await createTeam(createContext(other.user), { name: "Foreign" });
    const level = "team" as const;
    const own = await client.createWebhook({ ...HOOK, subscriptionLevel: level, teamIds: [team.id] });
    expect(own.body).toMatchObject({ teamIds: [team.id] });
    for (const scope of [
      { subscriptionLevel: level, teamIds: [foreign.id] },
      { subscriptionLevel: level, teamIds: [team.id, 2_147_483_000] },
      { subscriptionLevel: "organization" as const, organizationId: other.user.organizationId },
      { organizationId: other.user.organizationId },
    ]) {
      const { status, body } = await client.createWebhook({ ...HOOK, ...scope });
      expect([status, body.code], JSON.stringify(scope)).toEqual([404, "not_found"]);
    }
    const { status, body } = await client.createWebhook({ ...HOOK, accountId: other.user.id });
    expect([status, body.errors?.[0]?.pointer]).toEqual([400, "/accountId"]);
    expect((await client.listWebhooks()).body).toHaveLength(1);
  });

  test("what is wrong is told by JSON Pointers, and nothing is made", async () => {
    const { client } = await newcomer();
    const { status, headers, body } = await client.call<object>("POST", "/webhooks", {
      targetUrl: "https://example.com/x",
      eventTypes: ["email_sent", "ticket.*", 7],
      subscriptionLevel: "galaxy",
    });
    expect(status).toBe(400);
    expect(headers.get("content-type")).toBe("application/problem+json");
    expect(body).toMatchObject({ status: 400, code: "invalid", detail: expect.any(String) });
    expect(Object(body).message).toBe(Object(body).detail);
    const pointers = Object(body).errors.map(({ pointer }: { pointer: string }) => pointer);
    expect(pointers.toSorted()).toEqual(["/eventTypes/1", "/eventTypes/2", "/subscriptionLevel"]);
    const unknown = await client.createWebhook({ ...HOOK, eventTypes: ["email_sent", "no_such_event"] });
    expect(unknown.body).toMatchObject({ status: 400, errors: [{ pointer: "/eventTypes/1" }] });
    const refusedTarget = await client.createWebhook({ ...HOOK, targetUrl: "ftp://example.com" });
    expect(refusedTarget.body).toMatchObject({ status: 400, errors: [{ pointer: "/targetUrl" }] });
    expect((await client.listWebhooks()).body).toEqual([]);
  });

  test("a body of the API before is refused with the fields of this one", async () => {
    const { client } = await newcomer();
    const old = { eventType: "email_replied", url: "https://example.com", scope: "account" };
    const { status, body } = await client.call<object>("POST", "/webhooks", old);
    expect(status).toBe(400);
    expect(body).toMatchObject({
      errors: expect.arrayContaining([
        {
          pointer: "/url",
          detail: expect.stringContaining("targetUrl, eventTypes, secret, subscriptionLevel"),
        },
        { pointer: "/eventType", detail: expect.any(String) },
        { pointer: "/scope", detail: expect.any(String) },
      ]),
    });
    const byInteger = await client.getWebhook("123");
    expect(byInteger.body).toMatchObject({
      status: 400,
      errors: [{ pointer: "/id", detail: expect.stringContaining("UUID") }],
    });
    // Whatever else a client sends is passed over, as there.
    expect((await client.call<object>("POST", "/webhooks", { ...HOOK, note: "x" })).status).toBe(201);
  });

  test("broken JSON, another type, too much, and other methods are told in the same coat", async () => {
    const token = await tokenOf(await createUser(await createOrganization()));
    const send = (init: RequestInit, path = "/api/v3/webhooks") =>
      fetch(server.url + path, {
        ...init,
        headers: { "X-API-Key": token, "Content-Type": "application/json", ...init.headers },
      });
    for (const [status, response] of [
      [400, await send({ method: "POST", body: "{" })],
      [400, await send({ method: "POST" })],
      [415, await send({ method: "POST", body: "a", headers: { "Content-Type": "text/plain" } })],
      [413, await send({ method: "POST", body: JSON.stringify({ x: "x".repeat(1_100_000) }) })],
      [405, await send({ method: "DELETE" })],
      [404, await send({}, "/api/v3/nothing")],
    ] as const) {
      expect(response.status).toBe(status);
      expect(await response.json()).toMatchObject({ status, message: expect.any(String), errors: [] });
      expect(response.headers.get("content-type")).toBe("application/problem+json");
      expect(response.headers.get("x-request-id")).toMatch(/^req_/);
      if (status === 405) expect(response.headers.get("allow")).toBe("GET, POST, HEAD, OPTIONS");
    }
    const options = await send({ method: "OPTIONS" });
    expect([options.status, options.headers.get("allow")]).toEqual([204, "GET, POST, HEAD, OPTIONS"]);
    expect((await send({ method: "HEAD" })).headers.get("ratelimit-limit")).toMatch(/^\d+$/);
  });

  test("a token does what its scopes allow", async () => {
    const user = await createUser(await createOrganization());
    const client = new ReplyV3Client(`${server.url}/api/v3`, await tokenOf(user, ["subscriptions:write"]));
    const { status, body } = await client.createWebhook(HOOK);
    expect([status, body]).toEqual([
      403,
      expect.objectContaining({ code: "forbidden", missingScope: "events:read" }),
    ]);
  });

  test("an accountId of null is the caller's own, whoever made the webhook", async () => {
    const { user, client } = await newcomer();
    const colleague = await createUser({ id: user.organizationId, name: "Acme" });
    const theirs = new ReplyV3Client(`${server.url}/api/v3`, await tokenOf(colleague));
    const { body: made } = await client.createWebhook(HOOK);
    expect((await theirs.updateWebhook(made.id, { accountId: null })).body.accountId).toBe(colleague.id);
    expect((await client.replaceWebhook(made.id, { ...HOOK, accountId: null })).body.accountId).toBe(user.id);
  });

  test("list newest first by top and skip, get, replace, change, delete", async () => {
    const [{ client }, other] = [await newcomer(), await newcomer()];
    const made = [];
    for (const path of ["a", "b", "c"])
      made.unshift(
        (await client.createWebhook({ ...HOOK, targetUrl: `https://example.com/${path}` })).body.id,
      );
    const ids = async (query?: string) => (await client.listWebhooks(query)).body.map(({ id }) => id);
    expect(await ids()).toEqual(made);
    expect(await ids("?top=1&skip=1")).toEqual([made[1]]);
    expect((await client.listWebhooks("?top=0")).status).toBe(400);
    const [id = ""] = made;
    expect((await other.client.getWebhook(id)).status).toBe(404);
    expect((await other.client.deleteWebhook(id)).status).toBe(404);

    const changed = await client.updateWebhook(id, { isActive: false, eventTypes: ["email_opened"] });
    expect(changed.body).toMatchObject({
      isActive: false,
      eventTypes: ["email_opened"],
      targetUrl: "https://example.com/c",
    });
    const { body: shown } = await client.getWebhook(id);
    expect(shown).toEqual(changed.body);
    const level = { subscriptionLevel: "sequence" as const, sequenceIds: [5] };
    const replaced = await client.replaceWebhook(id, { ...HOOK, ...level, isActive: true });
    expect(replaced.body).toMatchObject({ ...HOOK, ...level, isActive: true, secret: null });
    expect(replaced.body).not.toHaveProperty("accountId");
    expect((await client.updateWebhook(id, { sequenceIds: [6] })).body).toMatchObject({ sequenceIds: [6] });

    const deleted = await client.deleteWebhook(id);
    expect([deleted.status, deleted.body]).toEqual([204, null]);
    expect((await client.getWebhook(id)).status).toBe(404);
    expect(await ids()).toEqual(made.slice(1));
  });
});

describe("reply-webhook-event-types.txt", () => {
  test.each(REPLY_EVENTS)("%s", async (eventType) => {
    const { client } = await newcomer();
    const { status, body } = await client.createWebhook({ ...HOOK, eventTypes: [eventType] });
    expect([status, body.eventTypes]).toEqual([201, [eventType]]);
  });

  test.each([["email_unsubscribed"], ["link_clicked"], ["auto_reply_received"]])(
    "%s, of older documentation, is echoed as sent",
    async (name) => {
      const { client } = await newcomer();
      const { status, body } = await client.createWebhook({ ...HOOK, eventTypes: ["email_sent", name] });
      expect([status, body.eventTypes]).toEqual([201, ["email_sent", name]]);
      expect((await client.getWebhook(body.id)).body.eventTypes).toEqual(["email_sent", name]);
      expect(EVENT_TYPES).not.toContain(name);
    },
  );
});
