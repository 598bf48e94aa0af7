import "server-only";
import { and, eq, sql } from "drizzle-orm";
import { database } from "@/db/client";
import type { FactorKind } from "@/db/enums";
import { apiTokens, factors, memberships, organizations, users } from "@/db/schema";
import { confirmedFor } from "@/features/auth/confirmation";
import type { Me } from "@/features/auth/schema";
import { actorUserId, type Context } from "@/lib/context";
import { NotFoundError } from "@/lib/errors";
import { isScope, SCOPES } from "@/lib/scopes";

/** Who is calling, and what the call may do. */
export async function getMe(ctx: Context): Promise<Me> {
  const userId = actorUserId(ctx);
  if (userId === null) throw new NotFoundError("user");
  const [row] = await database()
    .select({
      organization: { id: organizations.id, name: organizations.name, timeZone: organizations.timeZone },
      user: {
        id: users.id,
        name: users.name,
        email: users.email,
        role: memberships.role,
        hasPassword: sql<boolean>`${users.passwordHash} is not null`,
      },
    })
    .from(memberships)
    .innerJoin(users, eq(users.id, memberships.userId))
    .innerJoin(organizations, eq(organizations.id, memberships.organizationId))
    .where(and(eq(memberships.organizationId, ctx.organizationId), eq(memberships.userId, userId)));
  if (!row) throw new NotFoundError("user");
  const permissions = SCOPES.filter((scope) => ctx.permissions.has(scope));
  if (ctx.actor.type !== "token")
    return { ...row, permissions, factors: await kindsOf(userId), confirmedFor: confirmedFor(ctx) };
  const [token] = await database()
    .select({
      id: apiTokens.id,
      name: apiTokens.name,
      scopes: apiTokens.scopes,
      expiresAt: apiTokens.expiresAt,
    })
    .from(apiTokens)
    .where(and(eq(apiTokens.organizationId, ctx.organizationId), eq(apiTokens.id, ctx.actor.tokenId)));
  if (!token) throw new NotFoundError("token");
  return {
    ...row,
    token: {
      ...token,
      scopes: token.scopes.filter(isScope),
      expiresAt: token.expiresAt?.toISOString() ?? null,
    },
    permissions,
  };
}

/** The kinds of second factors that a person can be asked for. */
export async function kindsOf(userId: number): Promise<FactorKind[]> {
  const rows = await database()
    .selectDistinct({ kind: factors.kind })
    .from(factors)
    .where(eq(factors.userId, userId));
  return rows.map(({ kind }) => kind).toSorted();
}
