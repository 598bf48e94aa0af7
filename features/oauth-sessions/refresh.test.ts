import { eq, sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { database, queryPrepared } from "@/db/client";
import { customers, oauthRefreshTokens } from "@/db/schema";
import { hashToken } from "@/features/tokens/secret";
import { refreshSession } from "./refresh";
import { CALLER, createWorld } from "./test-set-up";
import { verifyAccessToken } from "./verify";

const REFUSED = { error: "invalid_grant" };

test("a refresh gives the next token and an access token of the same session; the one before goes on", async () => {
  const { first, refresh, isAlive } = await connected();
  const second = await refresh(first.refresh_token);
  expect(second).toEqual({
    access_token: expect.stringMatching(/^rpl_at_/),
    token_type: "Bearer",
    expires_in: 900,
    refresh_token: expect.stringMatching(/^rpl_rt_/),
    scope: "troubleshooter profile",
  });
  expect(second.refresh_token).not.toBe(first.refresh_token);
  expect([await isAlive(first), await isAlive(second)]).toEqual([true, true]);
  const [one, two] = await Promise.all(
    [first, second].map(({ access_token }) => verifyAccessToken(access_token, CALLER)),
  );
  expect(one?.sessionId).toBe(two?.sessionId);
});

test("after a lost reply the same refresh token comes again, with a fresh access token", async () => {
  const { first, refresh, actions } = await connected();
  const second = await refresh(first.refresh_token);
  const again = await refresh(first.refresh_token);
  expect(again.refresh_token).toBe(second.refresh_token);
  expect(again.access_token).not.toBe(second.access_token);
  expect(await actions()).toEqual(["started"]);
});

test("a spent token whose successor was used ends the family, also within the grace", async () => {
  const { first, refresh, isAlive, sessions, actions } = await connected();
  const second = await refresh(first.refresh_token);
  const third = await refresh(second.refresh_token);
  await expect(refresh(first.refresh_token)).rejects.toMatchObject(REFUSED);
  for (const { refresh_token } of [first, second, third])
    await expect(refresh(refresh_token)).rejects.toMatchObject(REFUSED);
  for (const answer of [first, second, third]) expect(await isAlive(answer)).toBe(false);
  expect(await sessions()).toMatchObject([{ endReason: "reuse" }]);
  expect(await actions()).toEqual(["started", "ended", "token_reused"]);
});

test("past the grace the direct parent ends the family, too", async () => {
  const { first, refresh, isAlive } = await connected();
  const second = await refresh(first.refresh_token);
  await database()
    .update(oauthRefreshTokens)
    .set({ usedAt: sql`now() - interval '11 seconds'` })
    .where(eq(oauthRefreshTokens.hash, hashToken(first.refresh_token ?? "")));
  await expect(refresh(first.refresh_token)).rejects.toMatchObject(REFUSED);
  expect(await isAlive(second)).toBe(false);
});

test("without a grace each token is good for one use", async () => {
  const { first, refresh, sessions } = await connected({ refreshGraceSeconds: 0 });
  const results = await Promise.allSettled(Array.from({ length: 5 }, () => refresh(first.refresh_token)));
  expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  expect(await sessions()).toMatchObject([{ endReason: "reuse" }]);
});

test("20 refreshes at once with one token leave one live successor, which all of them get", async () => {
  const { first, refresh, client } = await connected();
  const answers = await Promise.all(Array.from({ length: 20 }, () => refresh(first.refresh_token)));
  expect(new Set(answers.map(({ refresh_token }) => refresh_token)).size).toBe(1);
  expect(new Set(answers.map(({ access_token }) => access_token)).size).toBe(20);
  expect(await tokensOf(client.id)).toEqual([{ isUsed: true }, { isUsed: false }]);
});

test("two who use the parent and the successor at once don't both go on", async () => {
  const { first, refresh, sessions } = await connected();
  const second = await refresh(first.refresh_token);
  const results = await Promise.allSettled([refresh(first.refresh_token), refresh(second.refresh_token)]);
  const [late, next] = results;
  expect(next.status === "fulfilled" || late.status === "fulfilled").toBe(true);
  const [session] = await sessions();
  // Whoever came first decides: the successor's use makes the parent a thief, the parent's use before it none.
  expect(session?.endReason ?? null).toBe(late.status === "rejected" ? "reuse" : null);
});

test.each([
  [
    "the session has gone unused for too long",
    "update oauth_sessions set expires_at = now() - interval '1 ms' where client_id = $1",
  ],
  [
    "the token itself has",
    "update oauth_refresh_tokens set expires_at = now() - interval '1 ms' where session_id in (select id from oauth_sessions where client_id = $1)",
  ],
  ["the app is switched off", "update oauth_clients set disabled_at = now() where id = $1"],
  [
    "the session has ended",
    "update oauth_sessions set ended_at = now(), end_reason = 'admin' where client_id = $1",
  ],
  ["the app is gone", "delete from oauth_clients where id = $1"],
])("nothing is refreshed once %s", async (_, statement) => {
  const { first, refresh, client } = await connected();
  await queryPrepared(statement, [client.id]);
  await expect(refresh(first.refresh_token)).rejects.toMatchObject(REFUSED);
});

test("nothing is refreshed for a customer who is gone", async () => {
  const { first, refresh, account } = await connected();
  await database()
    .update(customers)
    .set({ deletedAt: new Date() })
    .where(eq(customers.id, account.customerId));
  await expect(refresh(first.refresh_token)).rejects.toMatchObject(REFUSED);
});

test("however often it is refreshed, no session outlives its absolute end", async () => {
  const { first, refresh, client, sessions } = await connected({ refreshAbsoluteSeconds: 3600 });
  const age = (seconds: number) =>
    queryPrepared(
      `update oauth_sessions set created_at = now() - make_interval(secs => ${seconds}) where client_id = $1`,
      [client.id],
    );
  await age(3300);
  const second = await refresh(first.refresh_token);
  expect(second.expires_in).toBeLessThanOrEqual(300);
  expect(second.expires_in).toBeGreaterThan(290);
  await age(3601);
  const third = await refresh(second.refresh_token).catch((error: unknown) => error);
  expect(third).toMatchObject(REFUSED);
  expect(await sessions()).toHaveLength(1);
});

test("scopes may become fewer in an access token, never more, and a refusal spends nothing", async () => {
  const { open, refresh } = await connected();
  const narrow = await open({ scopes: ["profile"] });
  await expect(refresh(narrow.refresh_token, "profile troubleshooter")).rejects.toMatchObject({
    error: "invalid_scope",
  });
  expect(await refresh(narrow.refresh_token)).toMatchObject({ scope: "profile" });

  const wide = await open();
  const narrowed = await refresh(wide.refresh_token, "profile");
  expect(narrowed.scope).toBe("profile");
  expect(await refresh(narrowed.refresh_token)).toMatchObject({ scope: "troubleshooter profile" });
});

test("a scope that the app has lost is no longer given", async () => {
  const { first, client } = await connected();
  const request = { refreshToken: first.refresh_token ?? "", scope: undefined };
  expect(await refreshSession({ ...client, scopes: ["profile"] }, request, CALLER)).toMatchObject({
    scope: "profile",
  });
});

test("another app's token is refused, and stays alive", async () => {
  const { first, refresh } = await connected();
  const { refresh: refreshForeign } = await connected();
  await expect(refreshForeign(first.refresh_token)).rejects.toMatchObject(REFUSED);
  expect(await refresh(first.refresh_token)).toMatchObject({ token_type: "Bearer" });
});

test("two stored tokens that were swapped are refused, on record, and neither is spent", async () => {
  const { first, open, refresh, client, actions } = await connected();
  const other = await open();
  const swap = () =>
    queryPrepared(
      `update oauth_refresh_tokens t set ciphertext = (
         select o.ciphertext from oauth_refresh_tokens o
         where o.id <> t.id and o.session_id in (select id from oauth_sessions where client_id = $1))
       where t.session_id in (select id from oauth_sessions where client_id = $1)`,
      [client.id],
    );
  await swap();
  for (const { refresh_token } of [first, other])
    await expect(refresh(refresh_token)).rejects.toMatchObject(REFUSED);
  expect((await actions()).slice(2)).toEqual(["token_unreadable", "token_unreadable"]);
  await swap();
  for (const { refresh_token } of [first, other])
    expect(await refresh(refresh_token)).toMatchObject({ token_type: "Bearer" });
});

test("what is no refresh token is refused", async () => {
  const { first, refresh } = await connected();
  for (const text of ["", "rubbish", first.access_token, `${first.refresh_token}x`, "rpl_rt_\u0000"])
    await expect(refresh(text)).rejects.toMatchObject(REFUSED);
});

async function connected(overrides: Parameters<typeof createWorld>[0] = {}) {
  const world = await createWorld(overrides);
  return {
    ...world,
    first: await world.open(),
    refresh: (refreshToken = "", scope?: string) =>
      refreshSession(world.client, { refreshToken, scope }, CALLER),
    isAlive: async ({ access_token }: { access_token: string }) =>
      (await verifyAccessToken(access_token, CALLER)) !== null,
  };
}

function tokensOf(clientId: string): Promise<{ isUsed: boolean }[]> {
  return queryPrepared(
    `select t.used_at is not null as "isUsed" from oauth_refresh_tokens t
     join oauth_sessions s on s.id = t.session_id where s.client_id = $1 order by t.id`,
    [clientId],
  );
}
