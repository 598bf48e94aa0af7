import "server-only";
import { and, eq, isNull, sql } from "drizzle-orm";
import { currentTransaction, transaction } from "@/db/client";
import {
  customerAccounts,
  customers,
  oauthAccessTokens,
  oauthRefreshTokens,
  oauthSessions,
} from "@/db/schema";
import { recordAudit } from "@/features/audit/record";
import { customerContext } from "@/features/auth/customer-context";
import type { RegisteredClient } from "@/features/oauth-clients/find-client";
import { endSessions } from "@/features/oauth-sessions/end";
import { sessionTarget } from "@/features/oauth-sessions/events";
import { OWNER_NAME } from "@/features/oauth-sessions/locks";
import { hashToken } from "@/features/tokens/secret";
import type { Client, Context } from "@/lib/context";
import { currentRequestId } from "@/lib/request-log";

/**
 * Takes back a token of the app's, as it asks for its customer: a refresh token with the whole session, an access token alone. Whatever else
 * it is given is left alone, and nobody is told which it was.
 */
export async function revokeOAuthToken(
  client: RegisteredClient,
  token: string,
  caller: Client,
): Promise<void> {
  const hash = hashToken(token);
  await transaction(async () => {
    const refreshed = await findSession(client, oauthRefreshTokens, hash);
    if (refreshed) {
      await endSessions(contextOf(refreshed, caller), { ids: [refreshed.sessionId] }, "client");
      return;
    }
    const accessed = await findSession(client, oauthAccessTokens, hash);
    if (accessed && (await revokeAccessToken(hash)))
      await recordAudit(contextOf(accessed, caller), {
        action: "oauth_session.access_token_revoked",
        target: sessionTarget({ id: accessed.sessionId, host: accessed.host }, client.name),
      });
  });
}

type Found = NonNullable<Awaited<ReturnType<typeof findSession>>>;

async function findSession(
  client: RegisteredClient,
  tokens: typeof oauthRefreshTokens | typeof oauthAccessTokens,
  hash: string,
) {
  const [found] = await currentTransaction()
    .select({
      sessionId: oauthSessions.id,
      host: oauthSessions.host,
      organizationId: oauthSessions.organizationId,
      customerId: customers.id,
      name: OWNER_NAME,
    })
    .from(tokens)
    .innerJoin(oauthSessions, eq(oauthSessions.id, tokens.sessionId))
    .innerJoin(customerAccounts, eq(customerAccounts.id, oauthSessions.accountId))
    .innerJoin(customers, eq(customers.id, customerAccounts.customerId))
    .where(and(eq(tokens.hash, hash), eq(oauthSessions.clientId, client.id)));
  return found;
}

async function revokeAccessToken(hash: string): Promise<boolean> {
  const revoked = await currentTransaction()
    .update(oauthAccessTokens)
    .set({ revokedAt: sql`now()` })
    .where(and(eq(oauthAccessTokens.hash, hash), isNull(oauthAccessTokens.revokedAt)))
    .returning({ id: oauthAccessTokens.id });
  return revoked.length > 0;
}

function contextOf(found: Found, caller: Client): Context {
  return customerContext(found, currentRequestId(), caller);
}
