import "server-only";
import { and, desc, eq, inArray, lt, or, type SQL, sql } from "drizzle-orm";
import * as z from "zod";
import { database } from "@/db/client";
import { customerAccounts, customers, oauthClients, oauthSessions } from "@/db/schema";
import { searchedPage } from "@/db/search";
import { searchText, type TextSearch } from "@/db/search-text";
import { hasStatus, sessionStatus } from "@/features/oauth-clients/session-states";
import type { ListOAuthSessionsQuery, OAuthSession } from "@/features/oauth-sessions/schema";
import { authorize, type Context } from "@/lib/context";
import { readEmailAddress } from "@/lib/email-address";
import { NotFoundError } from "@/lib/errors";
import { decodeIdCursor, toPage } from "@/lib/keyset";
import type { Page } from "@/lib/pagination";

export async function listOAuthSessions(
  ctx: Context,
  query: ListOAuthSessionsQuery,
): Promise<Page<OAuthSession>> {
  authorize(ctx, "oauth_clients:read");
  return readOAuthSessions(ctx, query);
}

/** For whoever may see those of `query` without a permission of their own. */
export async function readOAuthSessions(
  ctx: Context,
  query: ListOAuthSessionsQuery,
): Promise<Page<OAuthSession>> {
  const before = decodeIdCursor(query.cursor);
  const limit = query.limit + 1;
  const within = and(
    eq(oauthSessions.organizationId, ctx.organizationId),
    before ? lt(oauthSessions.id, before) : undefined,
    query.clientId ? isOfClient(ctx, query.clientId) : undefined,
    query.customerId ? inArray(oauthSessions.accountId, accountsOf(ctx, query.customerId)) : undefined,
    query.status ? hasStatus(query.status) : undefined,
  );
  const list = { table: oauthSessions, within, keys: [oauthSessions.id], isDescending: true, limit };
  const search = query.q ? searchFilter(ctx, query.q) : undefined;
  const rows = await selectSessions()
    .where(search ? await searchedPage({ ...list, search: search.byIndex, isMatch: search.byRow }) : within)
    .orderBy(desc(oauthSessions.id))
    .limit(limit);
  return toPage(rows, { limit: query.limit, toItem: toOAuthSession, cursorOf: ({ session }) => session.id });
}

/** Throws NotFoundError unless the session is this organization's, and that customer's if one is given. */
export async function assertSession(ctx: Context, id: string, customerId?: string): Promise<void> {
  const [row] = await database()
    .select({ id: oauthSessions.id })
    .from(oauthSessions)
    .where(
      and(
        eq(oauthSessions.organizationId, ctx.organizationId),
        eq(oauthSessions.id, id),
        customerId ? inArray(oauthSessions.accountId, accountsOf(ctx, customerId)) : undefined,
      ),
    );
  if (!row) throw new NotFoundError("OAuth session");
}

function isOfClient(ctx: Context, id: string): SQL {
  if (z.uuid().safeParse(id).success) return eq(oauthSessions.clientId, id);
  const byPublicId = database()
    .select({ id: oauthClients.id })
    .from(oauthClients)
    .where(and(eq(oauthClients.organizationId, ctx.organizationId), eq(oauthClients.clientId, id)));
  return inArray(oauthSessions.clientId, byPublicId);
}

function accountsOf(ctx: Context, customerId: string) {
  return database()
    .select({ id: customerAccounts.id })
    .from(customerAccounts)
    .where(
      and(
        eq(customerAccounts.organizationId, ctx.organizationId),
        eq(customerAccounts.customerId, customerId),
      ),
    );
}

/** Each part is answered by an index of its own. */
function searchFilter(ctx: Context, q: string): TextSearch {
  const named = searchText(q, (contains) => or(contains(customers.name), contains(customers.email)));
  const accounts = sql`array(
    select ${customerAccounts.id} from ${customerAccounts}
    join ${customers} on ${customers.id} = ${customerAccounts.customerId}
    where ${customers.organizationId} = ${ctx.organizationId}
      and (${named.byIndex})
    union all
    select ${customerAccounts.id} from ${customerAccounts}
    where ${customerAccounts.organizationId} = ${ctx.organizationId}
      and ${customerAccounts.email} = ${readEmailAddress(q) ?? q})`;
  return searchText(q, (contains) =>
    or(contains(oauthSessions.host), sql`${oauthSessions.accountId} = any(${accounts})`),
  );
}

function selectSessions() {
  return database()
    .select({
      session: oauthSessions,
      client: { id: oauthClients.id, clientId: oauthClients.clientId, name: oauthClients.name },
      customer: { id: customers.id, name: customers.name, email: customerAccounts.email },
    })
    .from(oauthSessions)
    .innerJoin(oauthClients, eq(oauthClients.id, oauthSessions.clientId))
    .innerJoin(customerAccounts, eq(customerAccounts.id, oauthSessions.accountId))
    .innerJoin(customers, eq(customers.id, customerAccounts.customerId));
}

type SessionRow = Awaited<ReturnType<typeof selectSessions>>[number];

function toOAuthSession({ session, client, customer }: SessionRow): OAuthSession {
  return {
    id: session.id,
    client,
    customer,
    host: session.host,
    origin: session.origin,
    scopes: session.scopes,
    status: sessionStatus(session),
    endReason: session.endReason,
    ip: session.ip,
    userAgent: session.userAgent,
    createdAt: session.createdAt.toISOString(),
    lastUsedAt: session.lastUsedAt.toISOString(),
    expiresAt: session.expiresAt.toISOString(),
    endedAt: session.endedAt?.toISOString() ?? null,
  };
}
