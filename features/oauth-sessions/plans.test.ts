import { sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { database, transaction } from "@/db/client";
import { FIND_REFRESH_TOKEN } from "./introspect";
import { FIND_ACCESS_TOKEN } from "./verify";

const SOME_ID = "'01960590-6a3e-7b19-9c55-0f8d21e4a6b7'";

test.each([
  ["an access token", FIND_ACCESS_TOKEN, "oauth_access_tokens_hash"],
  ["a refresh token", FIND_REFRESH_TOKEN, "oauth_refresh_tokens_hash"],
  [
    "a successor",
    "select from oauth_refresh_tokens where parent_id = $1 and used_at is null",
    "oauth_refresh_tokens_parent",
  ],
  ["a code", "select from oauth_codes where code_hash = $1", "oauth_codes_hash"],
  [
    "a device code",
    "select from oauth_device_requests where device_code_hash = $1",
    "oauth_device_requests_device_code",
  ],
  [
    "a user code",
    "select from oauth_device_requests where user_code_hash in ($1, 'x') and status = 'pending'",
    "oauth_device_requests_user_code",
  ],
  [
    "an app's sessions",
    "select from oauth_sessions where client_id = $1 order by id",
    "oauth_sessions_client",
  ],
  [
    "an account's sessions",
    "select from oauth_sessions where account_id = $1 order by id",
    "oauth_sessions_account",
  ],
  [
    "an expired access token",
    "select from oauth_access_tokens where expires_at <= now() order by expires_at limit 1000",
    "oauth_access_tokens_expiry",
  ],
  [
    "an expired refresh token",
    "select from oauth_refresh_tokens where expires_at <= now() order by expires_at limit 1000",
    "oauth_refresh_tokens_expiry",
  ],
  [
    "an old session",
    "select from oauth_sessions where expires_at < now() order by expires_at limit 1000",
    "oauth_sessions_expiry",
  ],
])("%s is found by its index", async (_, statement, index) => {
  const plan = await transaction(async () => {
    await database().execute(sql`set local enable_seqscan = off`);
    return database().execute(sql.raw(`explain ${statement.replace(/\$[12]/g, SOME_ID)}`));
  });
  expect(JSON.stringify(plan)).toMatch(new RegExp(`(using|on) ${index} `));
  expect(JSON.stringify(plan)).not.toContain("Seq Scan");
});
