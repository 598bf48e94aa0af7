import "server-only";
import { and, count, eq, inArray } from "drizzle-orm";
import { database, transaction } from "@/db/client";
import { apiTokens, memberships, teamMembers, teams } from "@/db/schema";
import { recordAudit } from "@/features/audit/record";
import { holdOrReleaseDeliveriesOf, transferSubscriptions } from "@/features/subscriptions/owner";
import { storeAgentEvent } from "@/features/team/agent-event";
import { revokeInvitationsBy } from "@/features/team/invite";
import { assertOtherAdmin } from "@/features/team/last-admin";
import { endSessions, lockMembers, MEMBER } from "@/features/team/membership";
import { activeTokensOf, ofUser } from "@/features/team/queries";
import type { RemoveUserQuery } from "@/features/team/schema";
import { settleTokens } from "@/features/tokens/hand-over";
import { actorUserId, authorize, type Context } from "@/lib/context";
import { ConflictError, InvalidError, NotFoundError } from "@/lib/errors";
import { DEFAULT_OVERLAP_SECONDS } from "@/lib/overlap-seconds";
import type { Role } from "@/lib/roles";

/**
 * Takes a user out of the organization; the person and all they did stay on record. Each token whose present secret they were shown ends, or goes
 * to `transferTo` with a new one. Their subscriptions go to `subscriptionsTo`, else to `transferTo`, else to the remover. Throws ConflictError for
 * the last active admin, and for one with active tokens when the query doesn't say what becomes of those.
 */
export async function removeUser(ctx: Context, id: number, query: RemoveUserQuery): Promise<void> {
  authorize(ctx, "team:write");
  await transaction(async () => {
    await assertOtherAdmin(ctx.organizationId, id);
    await lockMembers(ctx, query.transferTo === undefined ? [id] : [id, query.transferTo]);
    const { before: member } = await MEMBER.lock(ctx, id);
    const heir = query.transferTo === undefined ? null : await lockHeir(ctx, id, query.transferTo);
    if (!heir && query.tokens !== "revoke") await assertNoTokens(ctx, { id, name: member.name });
    const plan = { heir, overlapSeconds: query.overlapSeconds ?? DEFAULT_OVERLAP_SECONDS };
    const tokens = await settleTokens(ctx, { id, name: member.name, role: member.role }, plan);
    const moved = await moveSubscriptions(ctx, id, query);
    await endSessions(ctx, id);
    await revokeInvitationsBy(ctx, id);
    await leaveTeams(ctx, id);
    await storeAgentEvent(ctx, "agent.deleted", id, { status: false, deletedAt: new Date().toISOString() });
    await database().delete(memberships).where(ofUser(ctx, id));
    await holdOrReleaseDeliveriesOf(ctx, id);
    await recordAudit(ctx, {
      action: "user.removed",
      target: { type: "user", id: String(id), name: member.name },
      changes: {
        role: { from: member.role, to: null },
        ...(tokens.handedOver > 0 && {
          tokensTransferred: { from: tokens.handedOver, to: heir?.name ?? null },
        }),
        ...(tokens.revoked > 0 && { tokensRevoked: { from: tokens.revoked, to: 0 } }),
        ...(moved > 0 && { subscriptionsTransferred: { from: moved, to: 0 } }),
      },
    });
  });
}

interface Heir {
  id: number;
  name: string;
  role: Role;
}

/** Locked, so that whoever inherits can't be removed in the same moment. */
async function lockHeir(ctx: Context, id: number, heirId: number): Promise<Heir> {
  const refuse = (message: string) =>
    new InvalidError("The tokens and subscriptions can't go there.", [{ path: "transferTo", message }]);
  if (heirId === id) throw refuse("Name someone other than the user who is removed.");
  const { before: heir } = await MEMBER.lock(ctx, heirId).catch((error: unknown) => {
    throw error instanceof NotFoundError ? refuse("No such user. GET /api/v1/users lists them.") : error;
  });
  if (heir.status !== "active") throw refuse(`${heir.name} is disabled. Name an active user.`);
  return { id: heirId, name: heir.name, role: heir.role };
}

async function assertNoTokens(ctx: Context, { id, name }: { id: number; name: string }) {
  const [row] = await database().select({ active: count() }).from(apiTokens).where(activeTokensOf(ctx, id));
  const active = row?.active ?? 0;
  if (active === 0) return;
  const noun = active === 1 ? "1 active token" : `${active} active tokens`;
  throw new ConflictError(
    `${name} owns ${noun}. Add ?transferTo=<user id> to hand them over, or ?tokens=revoke to end them.`,
  );
}

async function moveSubscriptions(ctx: Context, id: number, query: RemoveUserQuery): Promise<number> {
  const path = query.subscriptionsTo === undefined ? "transferTo" : "subscriptionsTo";
  // Who leaves by themselves keeps their name on what they made.
  const remover = actorUserId(ctx) === id ? null : actorUserId(ctx);
  const to = query[path] ?? remover;
  return to === null ? 0 : transferSubscriptions(ctx, { from: id, to, path });
}

async function leaveTeams(ctx: Context, id: number): Promise<void> {
  const ownTeams = database()
    .select({ id: teams.id })
    .from(teams)
    .where(eq(teams.organizationId, ctx.organizationId));
  await database()
    .delete(teamMembers)
    .where(and(eq(teamMembers.userId, id), inArray(teamMembers.teamId, ownTeams)));
}
