import { eq, sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { database } from "@/db/client";
import { oauthClients, oauthCodes } from "@/db/schema";
import { CALLER, createPkce, createWorld, REDIRECT_URI } from "@/features/oauth-sessions/test-set-up";
import { verifyAccessToken } from "@/features/oauth-sessions/verify";
import { hashToken } from "@/features/tokens/secret";
import { createCode, exchangeCode } from "./authorization-code";

const REFUSED = { error: "invalid_grant" };

test("a code opens one session, with what its customer consented to", async () => {
  const { exchange, sessions, account } = await consented();
  const answer = await exchange();
  expect(await verifyAccessToken(answer.access_token, CALLER)).toMatchObject({
    accountId: account.id,
    scopes: new Set(["profile"]),
  });
  expect(await sessions()).toMatchObject([
    { host: "shop.example", origin: "authorization_code", scopes: ["profile"], ...CALLER },
  ]);
});

test("a code that comes a second time ends what it has opened", async () => {
  const { exchange, sessions, actions } = await consented();
  const { access_token } = await exchange();
  await expect(exchange()).rejects.toMatchObject(REFUSED);
  expect(await verifyAccessToken(access_token, CALLER)).toBeNull();
  expect(await sessions()).toMatchObject([{ endReason: "reuse" }]);
  expect(await actions()).toEqual(["started", "ended", "token_reused"]);
  await expect(exchange()).rejects.toMatchObject(REFUSED);
  expect(await actions()).toHaveLength(3);
});

test("of two exchanges at once one opens a session, and the other one ends it", async () => {
  const { exchange, sessions } = await consented();
  const results = await Promise.allSettled([exchange(), exchange(), exchange()]);
  expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  expect(await sessions()).toMatchObject([{ endReason: "reuse" }]);
});

test("a code is of use only to its app, with its redirect URI and verifier; a mistake does not spend it", async () => {
  const { exchange, client } = await consented();
  const { client: foreign } = await createWorld();
  for (const wrong of [
    { client: foreign },
    { redirectUri: "https://other.example/wp-admin/admin.php" },
    { redirectUri: `${REDIRECT_URI}/` },
    { codeVerifier: createPkce().codeVerifier },
    { codeVerifier: "" },
    { codeVerifier: "short" },
    { code: "rpl_ac_unknown" },
  ])
    await expect(exchange(wrong)).rejects.toMatchObject(REFUSED);
  await database().update(oauthClients).set({ disabledAt: new Date() }).where(eq(oauthClients.id, client.id));
  await expect(exchange()).rejects.toMatchObject(REFUSED);
  await database().update(oauthClients).set({ disabledAt: null }).where(eq(oauthClients.id, client.id));
  expect(await exchange()).toMatchObject({ token_type: "Bearer" });
});

test("a code lasts for a minute", async () => {
  const { exchange, code } = await consented();
  const ofCode = eq(oauthCodes.codeHash, hashToken(code));
  const [row] = await database()
    .select({ seconds: sql<number>`extract(epoch from expires_at - created_at)::float8` })
    .from(oauthCodes)
    .where(ofCode);
  expect(row?.seconds).toBeLessThanOrEqual(60);
  await database().update(oauthCodes).set({ expiresAt: sql`now() - interval '1 ms'` }).where(ofCode);
  await expect(exchange()).rejects.toMatchObject(REFUSED);
});

test("a code whose address was taken from the app meanwhile opens nothing", async () => {
  const { exchange, client } = await consented();
  await expect(
    exchange({ client: { ...client, redirectUris: ["https://app.example/callback"] } }),
  ).rejects.toMatchObject(REFUSED);
});

test("the database keeps no code", async () => {
  const { code } = await consented();
  const [row] = await database()
    .select()
    .from(oauthCodes)
    .where(eq(oauthCodes.codeHash, hashToken(code)));
  expect(JSON.stringify(row)).not.toContain(code.slice(7));
});

async function consented() {
  const world = await createWorld();
  const { client, account } = world;
  const { codeVerifier, codeChallenge } = createPkce();
  const code = await createCode({
    client,
    accountId: account.id,
    redirectUri: REDIRECT_URI,
    codeChallenge,
    scopes: ["profile"],
  });
  const request = { client, code, redirectUri: REDIRECT_URI, codeVerifier };
  return {
    ...world,
    code,
    exchange: (changed: Partial<typeof request> = {}) => {
      const { client: asking, ...rest } = { ...request, ...changed };
      return exchangeCode(asking, rest, CALLER);
    },
  };
}
