import "server-only";
import { and, desc, eq, gt, ilike, isNotNull, isNull, lt, lte, or, type SQL, sql } from "drizzle-orm";
import { database } from "@/db/client";
import { escapeLike } from "@/db/like";
import { apiTokens, users } from "@/db/schema";
import type { ListTokensQuery, Token } from "@/features/tokens/schema";
import { authorize, type Context } from "@/lib/context";
import { NotFoundError } from "@/lib/errors";
import { decodeIdCursor, toPage } from "@/lib/keyset";
import type { Page } from "@/lib/pagination";
import { isScope } from "@/lib/scopes";

const tokenColumns = {
  id: apiTokens.id,
  name: apiTokens.name,
  scopes: apiTokens.scopes,
  prefix: apiTokens.prefix,
  lastFour: apiTokens.lastFour,
  creatorId: users.id,
  creatorName: users.name,
  expiresAt: apiTokens.expiresAt,
  lastUsedAt: apiTokens.lastUsedAt,
  lastUsedIp: apiTokens.lastUsedIp,
  lastUsedRoute: apiTokens.lastUsedRoute,
  revokedAt: apiTokens.revokedAt,
  createdAt: apiTokens.createdAt,
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
        query.q ? ilike(apiTokens.name, `%${escapeLike(query.q)}%`) : undefined,
      ),
    )
    .orderBy(desc(apiTokens.id))
    .limit(query.limit + 1);
  return toPage(rows, { limit: query.limit, toItem: toToken, cursorOf: (row) => row.id });
}

export async function getToken(ctx: Context, id: string): Promise<Token> {
  authorize(ctx, "tokens:read");
  const [row] = await selectTokens().where(
    and(eq(apiTokens.organizationId, ctx.organizationId), eq(apiTokens.id, id)),
  );
  if (!row) throw new NotFoundError("token");
  return toToken(row);
}

function selectTokens() {
  return database().select(tokenColumns).from(apiTokens).innerJoin(users, eq(users.id, apiTokens.createdBy));
}

type TokenRow = Awaited<ReturnType<typeof selectTokens>>[number];

function toToken(row: TokenRow): Token {
  return {
    id: row.id,
    name: row.name,
    scopes: row.scopes.filter(isScope),
    prefix: row.prefix,
    lastFour: row.lastFour,
    status: statusOf(row),
    createdBy: { id: row.creatorId, name: row.creatorName },
    expiresAt: row.expiresAt?.toISOString() ?? null,
    lastUsedAt: row.lastUsedAt?.toISOString() ?? null,
    lastUsedIp: row.lastUsedIp,
    lastUsedRoute: row.lastUsedRoute,
    revokedAt: row.revokedAt?.toISOString() ?? null,
    createdAt: row.createdAt.toISOString(),
  };
}

function statusOf(row: TokenRow): Token["status"] {
  if (row.revokedAt) return "revoked";
  return row.expiresAt && row.expiresAt.getTime() <= Date.now() ? "expired" : "active";
}

function hasStatus(status: Token["status"]): SQL | undefined {
  switch (status) {
    case "revoked":
      return isNotNull(apiTokens.revokedAt);
    case "expired":
      return and(isNull(apiTokens.revokedAt), lte(apiTokens.expiresAt, sql`now()`));
    case "active":
      return and(
        isNull(apiTokens.revokedAt),
        or(isNull(apiTokens.expiresAt), gt(apiTokens.expiresAt, sql`now()`)),
      );
  }
}
