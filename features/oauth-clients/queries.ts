import "server-only";
import { and, desc, eq, isNotNull, isNull, lt, or, type SQL, sql } from "drizzle-orm";
import { database } from "@/db/client";
import { oauthClients, oauthSessions, users } from "@/db/schema";
import { contains } from "@/db/search-text";
import type { ListOAuthClientsQuery, OAuthClient } from "@/features/oauth-clients/schema";
import { IS_LIVE } from "@/features/oauth-clients/session-states";
import { isSwitchedOff } from "@/features/oauth-clients/states";
import { authorize, type Context } from "@/lib/context";
import { NotFoundError } from "@/lib/errors";
import { decodeIdCursor, toPage } from "@/lib/keyset";
import { overlapEnd } from "@/lib/overlap";
import type { Page } from "@/lib/pagination";

const ACTIVE_SESSIONS = sql<number>`(select count(*)::int from ${oauthSessions}
  where ${oauthSessions.clientId} = ${oauthClients.id} and ${IS_LIVE})`;

export async function listOAuthClients(
  ctx: Context,
  query: ListOAuthClientsQuery,
): Promise<Page<OAuthClient>> {
  authorize(ctx, "oauth_clients:read");
  const before = decodeIdCursor(query.cursor);
  const rows = await selectClients()
    .where(
      and(
        eq(oauthClients.organizationId, ctx.organizationId),
        before ? lt(oauthClients.id, before) : undefined,
        query.status ? hasStatus(query.status) : undefined,
        query.type ? eq(oauthClients.type, query.type) : undefined,
        query.q ? or(contains(oauthClients.name, query.q), eq(oauthClients.clientId, query.q)) : undefined,
      ),
    )
    .orderBy(desc(oauthClients.id))
    .limit(query.limit + 1);
  return toPage(rows, {
    limit: query.limit,
    toItem: toOAuthClient,
    cursorOf: ({ client }) => client.id,
  });
}

export async function getOAuthClient(ctx: Context, id: string): Promise<OAuthClient> {
  authorize(ctx, "oauth_clients:read");
  return readOAuthClient(ctx, id);
}

/** For services whose own scope lets them see the app they change. */
export async function readOAuthClient(ctx: Context, id: string): Promise<OAuthClient> {
  const [row] = await selectClients().where(
    and(eq(oauthClients.organizationId, ctx.organizationId), eq(oauthClients.id, id)),
  );
  if (!row) throw new NotFoundError("OAuth client");
  return toOAuthClient(row);
}

function hasStatus(status: NonNullable<ListOAuthClientsQuery["status"]>): SQL {
  return status === "active" ? isNull(oauthClients.disabledAt) : isNotNull(oauthClients.disabledAt);
}

function selectClients() {
  return database()
    .select({
      client: oauthClients,
      creator: { id: users.id, name: users.name },
      activeSessions: ACTIVE_SESSIONS,
    })
    .from(oauthClients)
    .leftJoin(users, eq(users.id, oauthClients.createdBy));
}

type ClientRow = Awaited<ReturnType<typeof selectClients>>[number];

function toOAuthClient({ client, creator, activeSessions }: ClientRow): OAuthClient {
  const previousSecretExpiresAt = overlapEnd(client.previousSecretExpiresAt);
  return {
    id: client.id,
    name: client.name,
    publisher: client.publisher,
    clientId: client.clientId,
    type: client.type,
    redirectUris: client.redirectUris,
    grants: client.grants,
    scopes: client.scopes,
    firstParty: client.isFirstParty,
    accessTokenSeconds: client.accessTokenSeconds,
    refreshIdleSeconds: client.refreshIdleSeconds,
    refreshAbsoluteSeconds: client.refreshAbsoluteSeconds,
    refreshGraceSeconds: client.refreshGraceSeconds,
    isActive: !isSwitchedOff(client),
    activeSessions,
    lastTokenAt: client.lastTokenAt?.toISOString() ?? null,
    secretLastFour: client.secretLastFour,
    previousSecretLastFour: previousSecretExpiresAt && client.previousSecretLastFour,
    previousSecretExpiresAt,
    previousSecretLastUsedAt:
      (previousSecretExpiresAt && client.previousSecretLastUsedAt?.toISOString()) ?? null,
    createdBy: creator,
    createdAt: client.createdAt.toISOString(),
    updatedAt: client.updatedAt.toISOString(),
  };
}
