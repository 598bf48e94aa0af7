import "server-only";
import { and, eq, gt, isNotNull, isNull, or, sql } from "drizzle-orm";
import { currentTransaction, transaction } from "@/db/client";
import { oauthRefreshTokens, oauthSessions } from "@/db/schema";
import type { RegisteredClient } from "@/features/oauth-clients/find-client";
import { OAuthError } from "@/features/oauth-clients/oauth-error";
import { readScopes } from "@/features/oauth-clients/scopes";
import { IS_LIVE } from "@/features/oauth-clients/session-states";
import {
  issueAccessToken,
  issueRefreshToken,
  openRefreshToken,
  type TokenAnswer,
} from "@/features/oauth-sessions/issue";
import { lockClient, lockOwner } from "@/features/oauth-sessions/locks";
import { noteTokenGiven, sessionEnd } from "@/features/oauth-sessions/open";
import { endReused, recordUnreadable } from "@/features/oauth-sessions/token-reuse";
import { usedBy } from "@/features/oauth-sessions/usage";
import { hashToken, isWellFormedToken } from "@/features/tokens/secret";
import type { Client } from "@/lib/context";
import { log } from "@/lib/log";

interface RefreshRequest {
  refreshToken: string;
  scope: string | undefined;
}

/**
 * Exchanges a refresh token for the next one and an access token. A spent one that comes again ends its session, unless its successor is
 * unused and the app's grace lasts: then the answer was lost, and the same successor is given once more. Throws OAuthError.
 */
export async function refreshSession(
  client: RegisteredClient,
  { refreshToken, scope }: RefreshRequest,
  caller: Client,
): Promise<TokenAnswer> {
  if (!isWellFormedToken(refreshToken, "rpl_rt_")) throw unknownToken();
  // Committed before a refusal is thrown: that a token was stolen is to be remembered.
  const answer = await transaction(async () => {
    if (!(await lockClient(client.id))) return null;
    const found = await lockFamily(client, hashToken(refreshToken));
    if (!found) return null;
    const { token, session } = found;
    if (!(await lockOwner(session.organizationId, session.accountId))) return null;
    const suspicion = { session, appName: client.name, caller };
    const successor = token.usedAt === null ? null : await findSuccessor(token.id, client);
    if (token.usedAt !== null && !successor) {
      await endReused(suspicion, "refresh_token");
      return null;
    }
    if (![token, ...(successor ? [successor] : [])].every(isReadable)) {
      await recordUnreadable(suspicion);
      return null;
    }
    const offered = session.scopes.filter((one) => client.scopes.includes(one));
    const scopes = readScopes(scope, offered);
    const expiresAt = await noteRefresh(client, session.id, caller);
    const renewed = { id: session.id, expiresAt };
    const next = successor ? openRefreshToken(successor) : await rotate(renewed, token.id);
    return issueAccessToken(client, renewed, scopes, next);
  });
  if (!answer) throw unknownToken();
  return answer;
}

/** The same for every reason: which it was is nobody's business who doesn't know it. */
function unknownToken(): OAuthError {
  return new OAuthError(
    "invalid_grant",
    "The refresh token is unknown, used up or expired, or its session has ended. Have the customer connect again.",
  );
}

/** Of the refreshes of one session one happens after the other; each reads what the last one left. */
async function lockFamily(client: RegisteredClient, hash: string) {
  const tx = currentTransaction();
  const ofToken = tx
    .select({ id: oauthRefreshTokens.sessionId })
    .from(oauthRefreshTokens)
    .where(eq(oauthRefreshTokens.hash, hash));
  await tx
    .select({ id: oauthSessions.id })
    .from(oauthSessions)
    .where(eq(oauthSessions.id, ofToken))
    .for("no key update");
  const [found] = await tx
    .select({ token: tokenColumns, session: oauthSessions })
    .from(oauthRefreshTokens)
    .innerJoin(oauthSessions, eq(oauthSessions.id, oauthRefreshTokens.sessionId))
    .where(
      and(
        eq(oauthRefreshTokens.hash, hash),
        eq(oauthSessions.clientId, client.id),
        IS_LIVE,
        // Of a spent one it doesn't matter that it is old: that it comes again says that it was stolen.
        or(isNotNull(oauthRefreshTokens.usedAt), gt(oauthRefreshTokens.expiresAt, sql`now()`)),
        gt(sessionEnd(client, oauthSessions.createdAt), sql`now()`),
      ),
    );
  return found;
}

const tokenColumns = {
  id: oauthRefreshTokens.id,
  hash: oauthRefreshTokens.hash,
  ciphertext: oauthRefreshTokens.ciphertext,
  usedAt: oauthRefreshTokens.usedAt,
};

/** What a spent token was exchanged for, while it may be given once more. */
async function findSuccessor(parentId: string, { refreshGraceSeconds }: RegisteredClient) {
  if (refreshGraceSeconds === 0) return undefined;
  const [successor] = await currentTransaction()
    .select(tokenColumns)
    .from(oauthRefreshTokens)
    .where(
      and(
        eq(oauthRefreshTokens.parentId, parentId),
        isNull(oauthRefreshTokens.usedAt),
        sql`(select spent.used_at from oauth_refresh_tokens spent where spent.id = ${parentId})
          > now() - make_interval(secs => ${refreshGraceSeconds})`,
      ),
    );
  return successor;
}

function isReadable(token: Parameters<typeof openRefreshToken>[0]): boolean {
  try {
    openRefreshToken(token);
    return true;
  } catch (error) {
    log.error({ err: error, refreshTokenId: token.id }, "a stored refresh token can't be opened");
    return false;
  }
}

async function rotate(session: { id: string; expiresAt: Date }, tokenId: string): Promise<string> {
  const spent = await currentTransaction()
    .update(oauthRefreshTokens)
    .set({ usedAt: sql`now()` })
    .where(and(eq(oauthRefreshTokens.id, tokenId), isNull(oauthRefreshTokens.usedAt)))
    .returning({ id: oauthRefreshTokens.id });
  if (spent.length === 0) throw new Error("a refresh token was spent while its session was locked");
  return issueRefreshToken(session, tokenId);
}

async function noteRefresh(client: RegisteredClient, sessionId: string, caller: Client): Promise<Date> {
  const [session] = await currentTransaction()
    .update(oauthSessions)
    .set({
      lastUsedAt: sql`now()`,
      expiresAt: sessionEnd(client, oauthSessions.createdAt),
      ...usedBy(caller),
    })
    .where(eq(oauthSessions.id, sessionId))
    .returning({ expiresAt: oauthSessions.expiresAt });
  if (!session) throw new Error("a session was gone while it was locked");
  await noteTokenGiven(client);
  return session.expiresAt;
}
