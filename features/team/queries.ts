import "server-only";
import { and, desc, eq, gt, isNull, lt, not, or, type SQL, sql } from "drizzle-orm";
import { database } from "@/db/client";
import type { FactorKind } from "@/db/enums";
import { apiTokens, factors, memberships, sessions, teamMembers, teams, users } from "@/db/schema";
import { contains } from "@/db/search-text";
import { IS_ACTIVE_MEMBER, memberStatus } from "@/features/members/predicates";
import type { ListUsersQuery, Team, User } from "@/features/members/schema";
import { countOwnedSubscriptions } from "@/features/subscriptions/owner";
import type { UserDetail } from "@/features/team/schema";
import { authorize, type Context } from "@/lib/context";
import { NotFoundError } from "@/lib/errors";
import { decodeNumericCursor, toPage } from "@/lib/keyset";
import type { Page } from "@/lib/pagination";

const MAX_TOKENS_SHOWN = 100;

export async function listUsers(ctx: Context, query: ListUsersQuery): Promise<Page<User>> {
  authorize(ctx, "team:read");
  const before = decodeNumericCursor(query.cursor);
  const rows = await selectUsers()
    .where(
      and(
        eq(memberships.organizationId, ctx.organizationId),
        before ? lt(memberships.userId, before) : undefined,
        query.role ? eq(memberships.role, query.role) : undefined,
        query.status ? hasStatus(query.status) : undefined,
        query.q ? or(contains(users.name, query.q), contains(users.email, query.q)) : undefined,
      ),
    )
    .orderBy(desc(memberships.userId))
    .limit(query.limit + 1);
  return toPage(rows, {
    limit: query.limit,
    toItem: (row) => toUser(ctx, row),
    cursorOf: (row) => String(row.id),
  });
}

export async function getUser(ctx: Context, id: number): Promise<UserDetail> {
  authorize(ctx, "team:read");
  const [row] = await selectUsers().where(ofUser(ctx, id));
  if (!row) throw new NotFoundError("user");
  const detail = { ...toUser(ctx, row), subscriptions: await countOwnedSubscriptions(ctx, id) };
  return ctx.permissions.has("tokens:read") ? { ...detail, tokens: await listTokensOf(ctx, id) } : detail;
}

export async function listTeams(
  ctx: Context,
  query: { limit: number; cursor?: string | undefined },
): Promise<Page<Team>> {
  authorize(ctx, "team:read");
  const before = decodeNumericCursor(query.cursor);
  const rows = await selectTeams()
    .where(and(eq(teams.organizationId, ctx.organizationId), before ? lt(teams.id, before) : undefined))
    .orderBy(desc(teams.id))
    .limit(query.limit + 1);
  return toPage(rows, { limit: query.limit, toItem: toTeam, cursorOf: (row) => String(row.id) });
}

export async function getTeam(ctx: Context, id: number): Promise<Team> {
  authorize(ctx, "team:read");
  const [row] = await selectTeams().where(
    and(eq(teams.organizationId, ctx.organizationId), eq(teams.id, id)),
  );
  if (!row) throw new NotFoundError("team");
  return toTeam(row);
}

/** The membership of one user in the caller's organization. */
export function ofUser(ctx: Context, userId: number): SQL | undefined {
  return and(eq(memberships.organizationId, ctx.organizationId), eq(memberships.userId, userId));
}

/** A user's tokens that are neither revoked nor expired. */
export function activeTokensOf(ctx: Context, userId: number): SQL | undefined {
  return and(
    eq(apiTokens.organizationId, ctx.organizationId),
    eq(apiTokens.createdBy, userId),
    isNull(apiTokens.revokedAt),
    or(isNull(apiTokens.expiresAt), gt(apiTokens.expiresAt, sql`now()`)),
  );
}

async function listTokensOf(ctx: Context, userId: number): Promise<UserDetail["tokens"]> {
  const rows = await database()
    .select({ id: apiTokens.id, name: apiTokens.name, lastUsedAt: apiTokens.lastUsedAt })
    .from(apiTokens)
    .where(activeTokensOf(ctx, userId))
    .orderBy(desc(apiTokens.id))
    .limit(MAX_TOKENS_SHOWN);
  return rows.map((row) => ({ ...row, lastUsedAt: row.lastUsedAt?.toISOString() ?? null }));
}

function selectUsers() {
  return database()
    .select({
      id: users.id,
      name: users.name,
      email: users.email,
      role: memberships.role,
      disabledAt: memberships.disabledAt,
      joinedAt: memberships.createdAt,
      lastActiveAt: sql`(select max(${sessions.lastSeenAt}) from ${sessions}
        where ${sessions.userId} = ${users.id} and ${sessions.organizationId} = ${memberships.organizationId})`.mapWith(
        sessions.lastSeenAt,
      ),
      teams: sql<{ id: number; name: string }[]>`(select coalesce(
          json_agg(json_build_object('id', ${teams.id}, 'name', ${teams.name}) order by lower(${teams.name})), '[]')
        from ${teamMembers} inner join ${teams} on ${teams.id} = ${teamMembers.teamId}
        where ${teamMembers.userId} = ${users.id} and ${teams.organizationId} = ${memberships.organizationId})`,
      factors: sql<FactorKind[]>`(select coalesce(json_agg(distinct ${factors.kind}), '[]')
        from ${factors} where ${factors.userId} = ${users.id})`,
      activeTokens: sql<number>`(select count(*)::int from ${apiTokens}
        where ${apiTokens.createdBy} = ${users.id} and ${apiTokens.organizationId} = ${memberships.organizationId}
        and ${apiTokens.revokedAt} is null and (${apiTokens.expiresAt} is null or ${apiTokens.expiresAt} > now()))`,
    })
    .from(memberships)
    .innerJoin(users, eq(users.id, memberships.userId));
}

function toUser(ctx: Context, row: Awaited<ReturnType<typeof selectUsers>>[number]): User {
  return {
    id: row.id,
    name: row.name,
    email: row.email,
    role: row.role,
    status: memberStatus(row.disabledAt),
    lastActiveAt: row.lastActiveAt?.toISOString() ?? null,
    teams: row.teams,
    activeTokens: row.activeTokens,
    // Whom a password alone would open is nobody else's business.
    ...(ctx.permissions.has("team:write") && { factors: row.factors }),
    createdAt: row.joinedAt.toISOString(),
  };
}

function hasStatus(status: User["status"]): SQL {
  return status === "disabled" ? not(IS_ACTIVE_MEMBER) : IS_ACTIVE_MEMBER;
}

/** Kept out of the select below, which would strip the tables' names off its columns. */
const TEAM_MEMBERS = sql`(select coalesce(
    json_agg(json_build_object('id', ${users.id}, 'name', ${users.name}) order by lower(${users.name}), ${users.id}), '[]')
  from ${teamMembers} inner join ${users} on ${users.id} = ${teamMembers.userId}
  where ${teamMembers.teamId} = ${teams.id})`;

function selectTeams() {
  return database()
    .select({
      id: teams.id,
      name: teams.name,
      createdAt: teams.createdAt,
      updatedAt: teams.updatedAt,
      members: sql<Team["members"]>`${TEAM_MEMBERS}`,
    })
    .from(teams);
}

function toTeam(row: Awaited<ReturnType<typeof selectTeams>>[number]): Team {
  return { ...row, createdAt: row.createdAt.toISOString(), updatedAt: row.updatedAt.toISOString() };
}
