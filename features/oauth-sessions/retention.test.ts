import { expect, test } from "vitest";
import { queryPrepared } from "@/db/client";
import { createCode } from "@/features/oauth/authorization-code";
import { createDeviceRequest } from "@/features/oauth/device-request";
import { pruneOAuthCodes } from "@/features/oauth/retention";
import { env } from "@/lib/env";
import { refreshSession } from "./refresh";
import { pruneOAuthSessions } from "./retention";
import { CALLER, createPkce, createWorld, REDIRECT_URI } from "./test-set-up";
import { verifyAccessToken } from "./verify";

const OF_SESSION = "session_id in (select id from oauth_sessions where client_id = $1)";

test("expired tokens go, what works stays, and the chain behind a deleted one, too", async () => {
  const { client, open } = await createWorld();
  const first = await open();
  const refresh = (refreshToken = "") => refreshSession(client, { refreshToken, scope: undefined }, CALLER);
  const second = await refresh(first.refresh_token);
  const third = await refresh(second.refresh_token);
  await queryPrepared(
    `update oauth_refresh_tokens set expires_at = now() where ${OF_SESSION} and parent_id is null`,
    [client.id],
  );
  await pruneOAuthSessions();
  expect(await count("oauth_refresh_tokens", OF_SESSION, client.id)).toBe(2);
  expect(await refresh(third.refresh_token)).toMatchObject({ token_type: "Bearer" });
  await queryPrepared(
    `update oauth_access_tokens set expires_at = now() where ${OF_SESSION} and hash <> (
       select hash from oauth_access_tokens where ${OF_SESSION} order by id desc limit 1)`,
    [client.id],
  );
  await pruneOAuthSessions();
  expect(await count("oauth_access_tokens", OF_SESSION, client.id)).toBe(1);
  expect(await verifyAccessToken(first.access_token, CALLER)).toBeNull();
});

test("a session stays in the log for as long as the log goes back", async () => {
  const { client, open } = await createWorld();
  await open();
  await open();
  const age = (days: number) =>
    queryPrepared(
      `update oauth_sessions set expires_at = now() - make_interval(days => ${days}) where client_id = $1`,
      [client.id],
    );
  await age(env.LOG_RETENTION_DAYS - 1);
  await pruneOAuthSessions();
  expect(await count("oauth_sessions", "client_id = $1", client.id)).toBe(2);
  await age(env.LOG_RETENTION_DAYS + 1);
  await pruneOAuthSessions();
  expect(await count("oauth_sessions", "client_id = $1", client.id)).toBe(0);
});

test("codes and waiting devices go a day after their end", async () => {
  const { client, account } = await createWorld();
  const { codeChallenge } = createPkce();
  const scopes = client.scopes;
  await createCode({ client, accountId: account.id, redirectUri: REDIRECT_URI, codeChallenge, scopes });
  await createDeviceRequest({ client, scopes, host: null }, { ip: "198.51.100.31", userAgent: null });
  for (const [hours, left] of [
    [23, 1],
    [25, 0],
  ] as const)
    for (const table of ["oauth_codes", "oauth_device_requests"]) {
      await queryPrepared(
        `update ${table} set expires_at = now() - make_interval(hours => ${hours}) where client_id = $1`,
        [client.id],
      );
      await pruneOAuthCodes();
      expect(await count(table, "client_id = $1", client.id)).toBe(left);
    }
});

async function count(table: string, condition: string, clientId: string): Promise<number> {
  const rows = await queryPrepared(`select 1 from ${table} where ${condition}`, [clientId]);
  return rows.length;
}
