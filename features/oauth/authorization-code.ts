import "server-only";
import { and, eq, isNull, sql } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import { currentTransaction, database, transaction } from "@/db/client";
import { oauthCodes, oauthSessions } from "@/db/schema";
import { fitsChallenge } from "@/features/oauth/pkce";
import type { RegisteredClient } from "@/features/oauth-clients/find-client";
import { OAuthError } from "@/features/oauth-clients/oauth-error";
import { matchRedirectUri } from "@/features/oauth-clients/redirect-uri";
import type { OAuthScope } from "@/features/oauth-clients/scopes";
import type { TokenAnswer } from "@/features/oauth-sessions/issue";
import { lockClient } from "@/features/oauth-sessions/locks";
import { openSession } from "@/features/oauth-sessions/open";
import { endReused } from "@/features/oauth-sessions/token-reuse";
import { hashToken, mintToken } from "@/features/tokens/secret";
import type { Client } from "@/lib/context";

const CODE_SECONDS = 60;

interface Consent {
  client: RegisteredClient;
  accountId: string;
  /** As the request had it, and as `matchRedirectUri` takes it. */
  redirectUri: string;
  codeChallenge: string;
  scopes: readonly OAuthScope[];
}

/** What the app exchanges for tokens, once and within a minute. Throws OAuthError where the app is gone or switched off by now. */
export async function createCode(consent: Consent): Promise<string> {
  const code = mintToken("rpl_ac_");
  await transaction(async () => {
    if (!(await lockClient(consent.client.id)))
      throw new OAuthError("unauthorized_client", "This app is switched off at the moment.");
    await storeCode(consent, code);
  });
  return code;
}

async function storeCode(consent: Consent, code: string): Promise<void> {
  const { client, accountId, redirectUri, codeChallenge, scopes } = consent;
  await database()
    .insert(oauthCodes)
    .values({
      organizationId: client.organizationId,
      clientId: client.id,
      accountId,
      redirectUri,
      codeChallenge,
      scopes: [...scopes],
      codeHash: hashToken(code),
      expiresAt: sql`now() + make_interval(secs => ${CODE_SECONDS})`,
    });
}

interface CodeRequest {
  code: string;
  redirectUri: string;
  codeVerifier: string;
}

/** Opens the session that a code stands for. A code that comes again ends the session that it has opened. Throws OAuthError. */
export async function exchangeCode(
  client: RegisteredClient,
  { code, redirectUri, codeVerifier }: CodeRequest,
  caller: Client,
): Promise<TokenAnswer> {
  const found = await findCode(client, code);
  if (!found) throw refusal("The code is unknown.");
  if (found.usedAt === null) {
    if (found.isExpired) throw refusal(`The code has expired: it lasts ${CODE_SECONDS} s.`);
    if (found.redirectUri !== redirectUri)
      throw refusal("redirect_uri differs from the one that the code was asked for with.");
    if (!fitsChallenge(codeVerifier, found.codeChallenge))
      throw refusal("code_verifier does not fit the code_challenge (S256).");
    const answer = await spendCode(client, found, caller);
    if (answer) return answer;
  }
  await transaction(() => endOpened(client, found.id, caller));
  throw refusal("The code was used already.");
}

function refusal(detail: string): OAuthError {
  return new OAuthError("invalid_grant", detail);
}

type Code = Pick<typeof oauthCodes.$inferSelect, "id" | "accountId" | "redirectUri" | "scopes">;

/** Null, with nothing done, where another exchange was quicker. */
async function spendCode(client: RegisteredClient, code: Code, caller: Client): Promise<TokenAnswer | null> {
  const { id, accountId, scopes, redirectUri } = code;
  const site = matchRedirectUri(client.redirectUris, redirectUri);
  if (!site) throw refusal("redirect_uri is not registered any more.");
  const sessionId = uuidv7();
  const opening = {
    client,
    accountId,
    scopes,
    host: site.host,
    origin: "authorization_code",
    sessionId,
  } as const;
  try {
    return await transaction(async () => {
      const answer = await openSession(opening, caller);
      const spent = await currentTransaction()
        .update(oauthCodes)
        .set({ usedAt: sql`now()`, sessionId })
        .where(and(eq(oauthCodes.id, id), isNull(oauthCodes.usedAt)))
        .returning({ id: oauthCodes.id });
      if (spent.length === 0) throw new SpentError();
      return answer;
    });
  } catch (error) {
    if (error instanceof SpentError) return null;
    throw error;
  }
}

/** Takes back what was done for a code that turns out to be used. */
class SpentError extends Error {}

async function findCode(client: RegisteredClient, code: string) {
  const [found] = await database()
    .select({
      id: oauthCodes.id,
      accountId: oauthCodes.accountId,
      redirectUri: oauthCodes.redirectUri,
      codeChallenge: oauthCodes.codeChallenge,
      scopes: oauthCodes.scopes,
      usedAt: oauthCodes.usedAt,
      isExpired: sql<boolean>`${oauthCodes.expiresAt} <= now()`,
    })
    .from(oauthCodes)
    .where(and(eq(oauthCodes.codeHash, hashToken(code)), eq(oauthCodes.clientId, client.id)));
  return found;
}

async function endOpened(client: RegisteredClient, codeId: string, caller: Client): Promise<void> {
  const [session] = await currentTransaction()
    .select({ id: oauthSessions.id, organizationId: oauthSessions.organizationId, host: oauthSessions.host })
    .from(oauthCodes)
    .innerJoin(oauthSessions, eq(oauthSessions.id, oauthCodes.sessionId))
    .where(eq(oauthCodes.id, codeId));
  if (session) await endReused({ session, appName: client.name, caller }, "code");
}
