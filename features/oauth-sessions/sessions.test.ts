import { eq, sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { database, queryPrepared, transaction } from "@/db/client";
import { createToken, createUser } from "@/db/factories";
import { auditLog, customers, events, oauthClients, oauthSessions } from "@/db/schema";
import { isEventType, payloadSchema } from "@/features/event-catalog/catalog";
import { sessionStatus } from "@/features/oauth-clients/session-states";
import { hashToken, mintToken } from "@/features/tokens/secret";
import { verifyToken } from "@/features/tokens/verify";
import { endSessions } from "./end";
import { CALLER, createWorld } from "./test-set-up";
import { verifyAccessToken } from "./verify";

test("an app that was connected may act for its customer, within what they granted", async () => {
  const { client, account, open } = await createWorld();
  const answer = await open({ scopes: ["profile"] });
  expect(answer).toEqual({
    access_token: expect.stringMatching(/^rpl_at_/),
    token_type: "Bearer",
    expires_in: 900,
    refresh_token: expect.stringMatching(/^rpl_rt_/),
    scope: "profile",
  });
  expect(await verifyAccessToken(answer.access_token, CALLER)).toEqual({
    sessionId: expect.any(String),
    organizationId: account.organizationId,
    customerId: account.customerId,
    accountId: account.id,
    name: "Dana",
    email: account.email,
    emailVerified: true,
    scopes: new Set(["profile"]),
    oauthClientName: client.name,
  });
});

test("an app that may not refresh gets no refresh token, and its session ends with its access token", async () => {
  const { open } = await createWorld({ grants: ["authorization_code"] });
  const answer = await open();
  expect(answer).not.toHaveProperty("refresh_token");
  const [row] = await database()
    .select({ seconds: sql<number>`extract(epoch from expires_at - created_at)::int` })
    .from(oauthSessions)
    .where(eq(oauthSessions.id, (await verifyAccessToken(answer.access_token, CALLER))?.sessionId ?? ""));
  expect(row?.seconds).toBe(900);
});

test("neither kind of access token opens the other's door, and a refresh token opens none", async () => {
  const { organization, open } = await createWorld();
  const { access_token, refresh_token = "" } = await open();
  const apiToken = mintToken();
  await createToken(await createUser(organization), { token: apiToken });
  expect(await verifyToken(access_token, { ip: null, route: "/api/v1/me" })).toBeNull();
  expect(await verifyAccessToken(apiToken, CALLER)).toBeNull();
  expect(await verifyAccessToken(refresh_token, CALLER)).toBeNull();
  expect(await verifyAccessToken(`${access_token}x`, CALLER)).toBeNull();
});

const OF_CLIENT = "session_id in (select id from oauth_sessions where client_id =";

test.each([
  [
    "its access token expired",
    `update oauth_access_tokens set expires_at = now() - interval '1 ms' where ${OF_CLIENT} $1)`,
  ],
  [
    "its access token was revoked",
    `update oauth_access_tokens set revoked_at = now() where ${OF_CLIENT} $1)`,
  ],
  [
    "its session went unused for too long",
    "update oauth_sessions set expires_at = now() - interval '1 ms' where client_id = $1",
  ],
  ["it was switched off", "update oauth_clients set disabled_at = now() where id = $1"],
  ["it was deleted", "delete from oauth_clients where id = $1"],
])("an app is refused once %s", async (_, statement) => {
  const { open, client } = await createWorld();
  const { access_token } = await open();
  await queryPrepared(statement, [client.id]);
  expect(await verifyAccessToken(access_token, CALLER)).toBeNull();
});

test.each([
  ["deleted", { deletedAt: new Date() }],
  ["merged away", { mergedIntoId: "01960590-6a3e-7b19-9c55-0f8d21e4a6b7" }],
])("a customer who was %s has no apps, and connects none", async (_, change) => {
  const { open, account } = await createWorld();
  const { access_token } = await open();
  await database().update(customers).set(change).where(eq(customers.id, account.customerId));
  expect(await verifyAccessToken(access_token, CALLER)).toBeNull();
  await expect(open()).rejects.toMatchObject({ error: "invalid_grant" });
});

test("what an app may do shrinks with what it is offered, and grows back", async () => {
  const { open, client } = await createWorld();
  const { access_token } = await open();
  const scopesNow = async () => (await verifyAccessToken(access_token, CALLER))?.scopes;
  await database()
    .update(oauthClients)
    .set({ scopes: ["profile"] })
    .where(eq(oauthClients.id, client.id));
  expect(await scopesNow()).toEqual(new Set(["profile"]));
  await database()
    .update(oauthClients)
    .set({ scopes: ["troubleshooter", "profile"] })
    .where(eq(oauthClients.id, client.id));
  expect(await scopesNow()).toEqual(new Set(["troubleshooter", "profile"]));
});

test("sessions end by id, app, account or customer, each once, on record and told", async () => {
  const { ctx, client, account, open } = await createWorld();
  const ways = [
    async (id: string) => ({ ids: [id] }),
    async () => ({ clientId: client.id }),
    async () => ({ accountIds: [account.id] }),
    async () => ({ customerId: account.customerId }),
  ];
  for (const way of ways) {
    const { access_token } = await open();
    const sessionId = (await verifyAccessToken(access_token, CALLER))?.sessionId ?? "";
    const which = await way(sessionId);
    expect(await transaction(() => endSessions(ctx, which, "admin"))).toBe(1);
    expect(await verifyAccessToken(access_token, CALLER)).toBeNull();
    expect(await transaction(() => endSessions(ctx, which, "customer"))).toBe(0);
    const [row] = await database().select().from(oauthSessions).where(eq(oauthSessions.id, sessionId));
    expect(row).toMatchObject({ endReason: "admin" });
    expect(row && sessionStatus(row)).toBe("ended");
    const log = await database()
      .select()
      .from(auditLog)
      .where(eq(auditLog.targetId, sessionId))
      .orderBy(auditLog.id);
    expect(log.map(({ action, actorType, actorName }) => [action, actorType, actorName])).toEqual([
      ["oauth_session.started", "customer", account.customerId.slice(-8)],
      ["oauth_session.ended", "user", "Ada"],
    ]);
    expect(log.map(({ targetName }) => targetName)).toEqual(Array(2).fill(`${client.name} on shop.example`));
  }
  const told = await database()
    .select({ type: events.type, data: events.data })
    .from(events)
    .where(eq(events.subjectId, account.customerId))
    .orderBy(events.id);
  expect(told.map(({ type }) => type)).toEqual(
    ways.flatMap(() => ["client.connected", "client.disconnected"]),
  );
  for (const { type, data } of told)
    expect(isEventType(type) && payloadSchema(type).parse(JSON.parse(data))).toEqual(JSON.parse(data));
});

test("another workspace's sessions are out of reach", async () => {
  const { open, client } = await createWorld();
  const { ctx: foreign } = await createWorld();
  const { access_token } = await open();
  expect(await transaction(() => endSessions(foreign, { clientId: client.id }, "admin"))).toBe(0);
  expect(await verifyAccessToken(access_token, CALLER)).not.toBeNull();
});

test("all of an app's many sessions end at once, also when two ask for it", async () => {
  const { ctx, client, account, open } = await createWorld();
  await open();
  await database().execute(sql`
    insert into oauth_sessions (organization_id, client_id, account_id, scopes, origin, expires_at)
    select ${ctx.organizationId}, ${client.id}, ${account.id}, '{profile}', 'password', now() + interval '1 day'
    from generate_series(1, 600)`);
  const end = () => transaction(() => endSessions(ctx, { clientId: client.id }, "admin"));
  const counts = await Promise.all([end(), end()]);
  expect(counts.toSorted((a, b) => a - b)).toEqual([0, 601]);
});

test("the last use is noted, to the minute", async () => {
  const { open } = await createWorld();
  const { access_token } = await open();
  const use = async () => {
    const sessionId = (await verifyAccessToken(access_token, { ip: "198.51.100.9", userAgent: null }))
      ?.sessionId;
    const [row] = await database()
      .select()
      .from(oauthSessions)
      .where(eq(oauthSessions.id, sessionId ?? ""));
    return row;
  };
  expect(await use()).toMatchObject({ ip: CALLER.ip });
  await database().execute(
    sql`update oauth_sessions set last_used_at = now() - interval '61 seconds' where id = ${(await use())?.id}`,
  );
  expect(await use()).toMatchObject({ ip: "198.51.100.9", lastUsedAt: expect.any(Date) });
});

test("the database holds nothing of a token that would open anything", async () => {
  const { open, client } = await createWorld();
  const { access_token, refresh_token = "" } = await open();
  const rows = await database().execute(sql`
    select r::text as text from oauth_refresh_tokens r join oauth_sessions s on s.id = r.session_id where s.client_id = ${client.id}
    union all
    select a::text from oauth_access_tokens a join oauth_sessions s on s.id = a.session_id where s.client_id = ${client.id}`);
  const dump = JSON.stringify(rows);
  expect(dump).toContain(hashToken(access_token));
  for (const token of [access_token, refresh_token]) expect(dump).not.toContain(token.slice(7));
});
