import "server-only";
import { and, arrayOverlaps, asc, desc, eq, gte, lt, type SQL, sql } from "drizzle-orm";
import { database } from "@/db/client";
import { apiTokens, tokenUsage, users } from "@/db/schema";
import { contains } from "@/db/search-text";
import type { ListTokensQuery, Token, TokenUsage } from "@/features/tokens/schema";
import { awaitsReveal, hasStatus, isUnused, tokenStatus } from "@/features/tokens/status";
import { actorUserId, authorize, type Context } from "@/lib/context";
import { NotFoundError } from "@/lib/errors";
import { decodeIdCursor, toPage } from "@/lib/keyset";
import { overlapEnd } from "@/lib/overlap";
import type { Page } from "@/lib/pagination";
import { expandScopes, isScope, type Scope, TOKEN_SCOPES } from "@/lib/scopes";
import { DAY_MS } from "@/lib/time";

const OWNERS_MAX = 200;

const tokenColumns = {
  id: apiTokens.id,
  name: apiTokens.name,
  scopes: apiTokens.scopes,
  prefix: apiTokens.prefix,
  lastFour: apiTokens.lastFour,
  creatorId: users.id,
  creatorName: users.name,
  allowedCidrs: apiTokens.allowedCidrs,
  expiresAt: apiTokens.expiresAt,
  lastUsedAt: apiTokens.lastUsedAt,
  lastUsedIp: apiTokens.lastUsedIp,
  lastUsedRoute: apiTokens.lastUsedRoute,
  previousLastFour: apiTokens.previousLastFour,
  previousExpiresAt: apiTokens.previousExpiresAt,
  previousLastUsedAt: apiTokens.previousLastUsedAt,
  revokedAt: apiTokens.revokedAt,
  createdAt: apiTokens.createdAt,
  isUnused: isUnused(),
  awaitsReveal: awaitsReveal(),
};

export async function listTokens(ctx: Context, query: ListTokensQuery): Promise<Page<Token>> {
  authorize(ctx, "tokens:read");
  const before = decodeIdCursor(query.cursor);
  const rows = await selectTokens()
    .where(
      and(
        eq(apiTokens.organizationId, ctx.organizationId),
        before ? lt(apiTokens.id, before) : undefined,
        query.status ? hasStatus(query.status) : undefined,
        query.q ? contains(apiTokens.name, query.q) : undefined,
        query.owner === undefined ? undefined : isOwnedBy(ctx, query.owner),
        query.scope ? arrayOverlaps(apiTokens.scopes, scopesGranting(query.scope)) : undefined,
        query.unused ? eq(isUnused(), query.unused === "true") : undefined,
        query.awaitsReveal ? eq(awaitsReveal(), query.awaitsReveal === "true") : undefined,
      ),
    )
    .orderBy(desc(apiTokens.id))
    .limit(query.limit + 1);
  return toPage(rows, { limit: query.limit, toItem: toToken, cursorOf: (row) => row.id });
}

export async function getToken(ctx: Context, id: string): Promise<Token> {
  authorize(ctx, "tokens:read");
  return readToken(ctx, id);
}

/** For services whose own scope lets them see the token they change. */
export async function readToken(ctx: Context, id: string): Promise<Token> {
  const [row] = await selectTokens().where(
    and(eq(apiTokens.organizationId, ctx.organizationId), eq(apiTokens.id, id)),
  );
  if (!row) throw new NotFoundError("token");
  return toToken(row);
}

/** Calls per UTC day, days without any included. */
export async function getTokenUsage(ctx: Context, id: string, days: number): Promise<TokenUsage> {
  await getToken(ctx, id);
  const now = Date.now();
  const wanted = Array.from({ length: days }, (_, index) => utcDay(now - (days - 1 - index) * DAY_MS));
  const rows = await database()
    .select({ day: tokenUsage.day, requests: tokenUsage.requests })
    .from(tokenUsage)
    .where(and(eq(tokenUsage.tokenId, id), gte(tokenUsage.day, wanted[0] ?? utcDay(now))));
  const counts = new Map(rows.map(({ day, requests }) => [day, requests]));
  return { data: wanted.map((day) => ({ day, requests: counts.get(day) ?? 0 })) };
}

export interface TokenOwner {
  id: number;
  name: string;
}

/** The people who have a token, to filter by. */
export async function listTokenOwners(ctx: Context): Promise<TokenOwner[]> {
  authorize(ctx, "tokens:read");
  return database()
    .selectDistinct({ id: users.id, name: users.name })
    .from(apiTokens)
    .innerJoin(users, eq(users.id, apiTokens.createdBy))
    .where(eq(apiTokens.organizationId, ctx.organizationId))
    .orderBy(asc(users.name), asc(users.id))
    .limit(OWNERS_MAX);
}

/** The most that the caller may give this token: of somebody else's, what it has already. */
export function grantableScopes(ctx: Context, token: Token): Scope[] {
  const isOwner = actorUserId(ctx) === token.createdBy.id;
  const held = isOwner ? ctx.permissions : expandScopes(token.scopes);
  return TOKEN_SCOPES.filter((scope) => held.has(scope));
}

function selectTokens() {
  return database().select(tokenColumns).from(apiTokens).innerJoin(users, eq(users.id, apiTokens.createdBy));
}

function isOwnedBy(ctx: Context, owner: "me" | number): SQL {
  const userId = owner === "me" ? actorUserId(ctx) : owner;
  return userId === null ? sql`false` : eq(apiTokens.createdBy, userId);
}

function scopesGranting(scope: Scope): string[] {
  return scope.endsWith(":read") ? [scope, scope.replace(/:read$/, ":write")] : [scope];
}

function utcDay(instant: number): string {
  return new Date(instant).toISOString().slice(0, 10);
}

type TokenRow = Awaited<ReturnType<typeof selectTokens>>[number];

function toToken(row: TokenRow): Token {
  const now = Date.now();
  const previousExpiresAt = overlapEnd(row.previousExpiresAt);
  return {
    id: row.id,
    name: row.name,
    scopes: row.scopes.filter(isScope),
    prefix: row.prefix,
    lastFour: row.lastFour,
    status: tokenStatus(row, now),
    createdBy: { id: row.creatorId, name: row.creatorName },
    allowedCidrs: row.allowedCidrs,
    expiresAt: row.expiresAt?.toISOString() ?? null,
    lastUsedAt: row.lastUsedAt?.toISOString() ?? null,
    lastUsedIp: row.lastUsedIp,
    lastUsedRoute: row.lastUsedRoute,
    isUnused: row.isUnused,
    awaitsReveal: row.awaitsReveal,
    previousLastFour: previousExpiresAt && row.previousLastFour,
    previousExpiresAt,
    previousLastUsedAt: (previousExpiresAt && row.previousLastUsedAt?.toISOString()) ?? null,
    revokedAt: row.revokedAt?.toISOString() ?? null,
    createdAt: row.createdAt.toISOString(),
  };
}
