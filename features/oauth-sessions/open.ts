import "server-only";
import { and, eq, type SQLWrapper, sql } from "drizzle-orm";
import { currentTransaction, transaction } from "@/db/client";
import type { OAuthScope, SessionOrigin } from "@/db/enums";
import { oauthClients, oauthSessions } from "@/db/schema";
import { customerContext } from "@/features/auth/customer-context";
import type { RegisteredClient } from "@/features/oauth-clients/find-client";
import { OAuthError } from "@/features/oauth-clients/oauth-error";
import { announceConnected } from "@/features/oauth-sessions/events";
import { issueAccessToken, issueRefreshToken, type TokenAnswer } from "@/features/oauth-sessions/issue";
import { lockClient, lockOwner } from "@/features/oauth-sessions/locks";
import { usedBy } from "@/features/oauth-sessions/usage";
import type { Client } from "@/lib/context";
import { currentRequestId } from "@/lib/request-log";

export interface Opening {
  client: RegisteredClient;
  accountId: string;
  scopes: readonly OAuthScope[];
  /** Of the site that was connected; null where there is none. */
  host: string | null;
  origin: SessionOrigin;
  /** For who has to know it beforehand. */
  sessionId?: string;
}

/** Connects an app to a customer's account. Throws invalid_grant where there is no such customer any more, or the app is switched off. */
export async function openSession(opening: Opening, caller: Client): Promise<TokenAnswer> {
  const { client, accountId, scopes } = opening;
  return transaction(async () => {
    const { organizationId } = client;
    const owner = (await lockClient(client.id)) && (await lockOwner(organizationId, accountId, "share"));
    if (!owner) throw new OAuthError("invalid_grant", "This customer can't connect the app any more.");
    const session = await insertSession(opening, caller);
    const ctx = customerContext(
      { organizationId, ...owner, sessionId: session.id },
      currentRequestId(),
      caller,
    );
    const refreshToken = mayRefresh(client) ? await issueRefreshToken(session, null) : undefined;
    const answer = await issueAccessToken(client, session, scopes, refreshToken);
    await announceConnected(ctx, session.id);
    await noteTokenGiven(client);
    return answer;
  });
}

function mayRefresh({ grants }: RegisteredClient): boolean {
  return grants.includes("refresh_token");
}

/** To the minute: many sites may refresh at once, and all write the same row. */
export async function noteTokenGiven({ id }: RegisteredClient): Promise<void> {
  await currentTransaction()
    .update(oauthClients)
    .set({ lastTokenAt: sql`now()`, updatedAt: sql`${oauthClients.updatedAt}` })
    .where(
      and(
        eq(oauthClients.id, id),
        sql`coalesce(${oauthClients.lastTokenAt} < now() - interval '1 minute', true)`,
      ),
    );
}

/** When a session that is used at this moment ends, if it is the last time. */
export function sessionEnd(client: RegisteredClient, startedAt: SQLWrapper = sql`now()`) {
  const { accessTokenSeconds, refreshIdleSeconds, refreshAbsoluteSeconds } = client;
  if (!mayRefresh(client)) return sql`now() + make_interval(secs => ${accessTokenSeconds})`;
  return sql`least(now() + make_interval(secs => ${refreshIdleSeconds}),
    ${startedAt} + make_interval(secs => ${refreshAbsoluteSeconds}))`;
}

async function insertSession(opening: Opening, caller: Client) {
  const { client, accountId, scopes, host, origin, sessionId: id } = opening;
  const [session] = await currentTransaction()
    .insert(oauthSessions)
    .values({
      ...(id === undefined ? {} : { id }),
      organizationId: client.organizationId,
      clientId: client.id,
      accountId,
      scopes: [...scopes],
      host,
      origin,
      ...usedBy(caller),
      expiresAt: sessionEnd(client),
    })
    .returning({ id: oauthSessions.id, expiresAt: oauthSessions.expiresAt });
  if (!session) throw new Error("insert returned no row");
  return session;
}
