import "server-only";
import { and, eq, gt, isNull, or, sql } from "drizzle-orm";
import { database } from "@/db/client";
import { apiTokens, memberships, users } from "@/db/schema";
import { permissionsOf } from "@/features/auth/permissions";
import { hashToken, isWellFormedToken } from "@/features/tokens/secret";
import { log } from "@/lib/log";
import { expandScopes, isScope, type Scope } from "@/lib/scopes";

export interface VerifiedToken {
  id: string;
  name: string;
  organizationId: number;
  userId: number;
  permissions: ReadonlySet<Scope>;
}

/**
 * Looks a presented token up; null when it is malformed, unknown, expired, revoked, or its maker was removed or disabled.
 * Rights are the token's scopes ∩ what its maker may do at this moment.
 */
export async function verifyToken(
  token: string,
  use: { ip: string | null; route: string },
): Promise<VerifiedToken | null> {
  if (!isWellFormedToken(token)) return null;
  const [row] = await database()
    .select({
      id: apiTokens.id,
      name: apiTokens.name,
      organizationId: apiTokens.organizationId,
      userId: apiTokens.createdBy,
      scopes: apiTokens.scopes,
      role: memberships.role,
      isUseStale: sql<boolean>`coalesce(${apiTokens.lastUsedAt} < now() - interval '1 minute', true)`,
    })
    .from(apiTokens)
    .innerJoin(users, eq(users.id, apiTokens.createdBy))
    .innerJoin(
      memberships,
      and(
        eq(memberships.userId, apiTokens.createdBy),
        eq(memberships.organizationId, apiTokens.organizationId),
      ),
    )
    .where(
      and(
        eq(apiTokens.hash, hashToken(token)),
        isNull(apiTokens.revokedAt),
        isNull(memberships.disabledAt),
        or(isNull(apiTokens.expiresAt), gt(apiTokens.expiresAt, sql`now()`)),
      ),
    );
  if (!row) return null;
  if (row.isUseStale) noteUse(row.id, use);
  const makerMay = permissionsOf(row.role);
  const granted = expandScopes(row.scopes.filter(isScope));
  return {
    id: row.id,
    name: row.name,
    organizationId: row.organizationId,
    userId: row.userId,
    permissions: new Set([...granted].filter((scope) => makerMay.has(scope))),
  };
}

/** Remembers the use, at most once a minute and without making the caller wait. */
function noteUse(id: string, use: { ip: string | null; route: string }): void {
  database()
    .update(apiTokens)
    .set({
      lastUsedAt: sql`now()`,
      lastUsedIp: use.ip,
      lastUsedRoute: use.route,
      updatedAt: sql`${apiTokens.updatedAt}`,
    })
    .where(eq(apiTokens.id, id))
    .catch((error: unknown) => log.warn({ err: error }, "could not note a token's use"));
}
