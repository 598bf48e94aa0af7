import "server-only";
import { and, eq, inArray, isNull, sql } from "drizzle-orm";
import { type Transaction, transaction } from "@/db/client";
import { apiTokens, memberships, sessions, teamMembers, teams, users } from "@/db/schema";
import { recordAudit } from "@/features/audit/record";
import { permissionsOf } from "@/features/auth/permissions";
import { settleOwned, transferSubscriptions } from "@/features/subscriptions/owner";
import { storeAgentEvent } from "@/features/team/agent-event";
import { assertMayGrant } from "@/features/team/grants";
import { assertOtherAdmin } from "@/features/team/last-admin";
import { activeTokensOf, getUser, ofUser } from "@/features/team/queries";
import type { RemoveUserQuery, UpdateUser, UserDetail } from "@/features/team/schema";
import { actorUserId, authorize, type Context } from "@/lib/context";
import { ConflictError, ForbiddenError, InvalidError, NotFoundError } from "@/lib/errors";
import type { Role } from "@/lib/roles";
import { expandScopes, isScope } from "@/lib/scopes";

/** Changes what a user may do from their next call on. Throws ConflictError for the last active admin, ForbiddenError for a role beyond one's own. */
export async function updateUser(ctx: Context, id: number, input: UpdateUser): Promise<UserDetail> {
  authorize(ctx, "team:write");
  return transaction(async (tx) => {
    const takesAway = (input.role ?? "admin") !== "admin" || input.status === "disabled";
    if (takesAway) await assertOtherAdmin(tx, ctx.organizationId, id);
    const before = await lockMember(tx, ctx, id);
    const role = input.role ?? before.role;
    const status = input.status ?? before.status;
    if (role === before.role && status === before.status) return getUser(ctx, id);
    if (role !== before.role || status === "active") assertMayGrant(ctx, role);
    await tx
      .update(memberships)
      .set({ role, ...(status === before.status ? {} : { disabledAt: disabledAt(status) }) })
      .where(ofUser(ctx, id));
    await settleOwned(ctx, id);
    const target = { type: "user", id: String(id), name: before.name };
    if (role !== before.role) {
      const changes = { role: { from: before.role, to: role } };
      await recordAudit(tx, ctx, { action: "user.role_changed", target, changes });
    }
    if (status !== before.status) {
      if (status === "disabled") await endSessions(tx, ctx, id);
      const changes = { status: { from: before.status, to: status } };
      const action = status === "disabled" ? "user.disabled" : "user.enabled";
      await recordAudit(tx, ctx, { action, target, changes });
    }
    const changed = {
      ...(role !== before.role && { role: { from: before.role, to: role } }),
      ...(status !== before.status && {
        status: { from: before.status === "active", to: status === "active" },
      }),
    };
    await storeAgentEvent(ctx, "agent.updated", id, { changed });
    return getUser(ctx, id);
  });
}

/**
 * Takes a user out of the organization; the person and all they did stay on record. Their subscriptions go to `transferTo` or else to the
 * remover. Throws ConflictError for the last active admin, and for one with active tokens when the query doesn't say what becomes of those.
 */
export async function removeUser(ctx: Context, id: number, query: RemoveUserQuery): Promise<void> {
  authorize(ctx, "team:write");
  await transaction(async (tx) => {
    await assertOtherAdmin(tx, ctx.organizationId, id);
    const member = await lockMember(tx, ctx, id);
    const heir = query.transferTo === undefined ? null : await lockHeir(tx, ctx, id, query.transferTo);
    const tokens = await settleTokens(tx, ctx, { id, name: member.name, heir, query });
    const to = heir?.id ?? remover(ctx, id);
    const moved = to === null ? 0 : await transferSubscriptions(ctx, { from: id, to });
    await endSessions(tx, ctx, id);
    const ownTeams = tx
      .select({ id: teams.id })
      .from(teams)
      .where(eq(teams.organizationId, ctx.organizationId));
    await tx
      .delete(teamMembers)
      .where(and(eq(teamMembers.userId, id), inArray(teamMembers.teamId, ownTeams)));
    await storeAgentEvent(ctx, "agent.deleted", id, {
      status: false,
      deletedAt: new Date().toISOString(),
    });
    await tx.delete(memberships).where(ofUser(ctx, id));
    await settleOwned(ctx, id);
    await recordAudit(tx, ctx, {
      action: "user.removed",
      target: { type: "user", id: String(id), name: member.name },
      changes: {
        role: { from: member.role, to: null },
        ...(tokens > 0 && {
          tokens: { from: tokens, to: heir ? `transferred to ${heir.name}` : "revoked" },
        }),
        ...(moved > 0 && {
          subscriptions: { from: moved, to: `transferred to ${heir?.name ?? ctx.actor.name}` },
        }),
      },
    });
  });
}

interface Member {
  name: string;
  role: Role;
  status: "active" | "disabled";
}

async function lockMember(tx: Transaction, ctx: Context, id: number): Promise<Member> {
  const [row] = await tx
    .select({ name: users.name, role: memberships.role, disabledAt: memberships.disabledAt })
    .from(memberships)
    .innerJoin(users, eq(users.id, memberships.userId))
    .where(ofUser(ctx, id))
    .for("update", { of: memberships });
  if (!row) throw new NotFoundError("user");
  return { name: row.name, role: row.role, status: row.disabledAt ? "disabled" : "active" };
}

interface Heir {
  id: number;
  name: string;
  role: Role;
}

/** Locked, so that whoever inherits can't be removed in the same moment. */
async function lockHeir(tx: Transaction, ctx: Context, id: number, heirId: number): Promise<Heir> {
  const refuse = (message: string) =>
    new InvalidError("The tokens and subscriptions can't go there.", [{ path: "transferTo", message }]);
  if (heirId === id) throw refuse("Name someone other than the user who is removed.");
  const heir = await lockMember(tx, ctx, heirId).catch((error: unknown) => {
    throw error instanceof NotFoundError ? refuse("No such user in this organization.") : error;
  });
  if (heir.status !== "active") throw refuse(`${heir.name} is disabled. Name an active user.`);
  return { id: heirId, ...heir };
}

/** Hands active tokens to the heir or revokes them; returns how many there were. */
async function settleTokens(
  tx: Transaction,
  ctx: Context,
  { id, name, heir, query }: { id: number; name: string; heir: Heir | null; query: RemoveUserQuery },
): Promise<number> {
  const active = await tx
    .select({ id: apiTokens.id, name: apiTokens.name, scopes: apiTokens.scopes })
    .from(apiTokens)
    .where(activeTokensOf(ctx, id))
    .for("update");
  if (active.length === 0) return 0;
  if (!heir && query.tokens !== "revoke") {
    const noun = active.length === 1 ? "1 active token" : `${active.length} active tokens`;
    throw new ConflictError(
      `${name} owns ${noun}. Add ?transferTo=<user id> to hand them over, or ?tokens=revoke to end them.`,
    );
  }
  if (heir) assertMayHandOver(ctx, active, heir);
  await tx
    .update(apiTokens)
    .set(heir ? { createdBy: heir.id } : { revokedAt: sql`now()` })
    .where(
      inArray(
        apiTokens.id,
        active.map((token) => token.id),
      ),
    );
  for (const token of active) {
    await recordAudit(tx, ctx, {
      action: heir ? "token.transferred" : "token.revoked",
      target: { type: "token", id: token.id, name: token.name },
      changes: heir
        ? { owner: { from: name, to: heir.name } }
        : { status: { from: "active", to: "revoked" } },
    });
  }
  return active.length;
}

/** A token does what its scopes and its owner allow, so a stronger owner makes a stronger token. */
function assertMayHandOver(ctx: Context, tokens: { name: string; scopes: string[] }[], heir: Heir): void {
  const heirMay = permissionsOf(heir.role);
  for (const token of tokens) {
    const gained = [...expandScopes(token.scopes.filter(isScope))].filter((scope) => heirMay.has(scope));
    const beyond = gained.filter((scope) => !ctx.permissions.has(scope));
    if (beyond.length === 0) continue;
    throw new ForbiddenError(
      `In the hands of ${heir.name} the token “${token.name}” may do more than you: ${beyond.join(", ")}. Ask an admin.`,
    );
  }
}

/** Who leaves by themselves keeps their name on what they made. */
function remover(ctx: Context, id: number): number | null {
  const userId = actorUserId(ctx);
  return userId === id ? null : userId;
}

async function endSessions(tx: Transaction, ctx: Context, userId: number): Promise<void> {
  await tx
    .update(sessions)
    .set({ revokedAt: sql`now()` })
    .where(
      and(
        eq(sessions.organizationId, ctx.organizationId),
        eq(sessions.userId, userId),
        isNull(sessions.revokedAt),
      ),
    );
}

function disabledAt(status: Member["status"]) {
  return status === "disabled" ? sql`now()` : null;
}
