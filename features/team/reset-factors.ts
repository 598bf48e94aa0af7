import "server-only";
import { and, eq, ne } from "drizzle-orm";
import { database, transaction } from "@/db/client";
import { memberships } from "@/db/schema";
import { recordAudit } from "@/features/audit/record";
import { takeFactorsAway } from "@/features/factors/reset";
import { IS_ACTIVE_MEMBER } from "@/features/members/predicates";
import { assertMayGrant } from "@/features/team/grants";
import { lockMembers, MEMBER } from "@/features/team/membership";
import { actorUserId, authorize, type Context } from "@/lib/context";
import { ConflictError } from "@/lib/errors";

/**
 * For a member who has lost theirs: they sign in with the password alone, and add one again if their role needs it. Throws ForbiddenError for
 * one who may do more than the caller, and ConflictError for oneself or for a member of another organization too.
 */
export async function resetFactors(ctx: Context, id: number): Promise<void> {
  authorize(ctx, "team:write");
  if (actorUserId(ctx) === id) throw new ConflictError("Your own second factors you change in your profile.");
  await transaction(async () => {
    await lockMembers(ctx, [id]);
    const { before: member } = await MEMBER.lock(ctx, id);
    assertMayGrant(ctx, member.role);
    await assertOnlyHere(ctx, id);
    const taken = await takeFactorsAway(id, ctx.actor.name);
    if (taken.length === 0) return;
    await recordAudit(ctx, {
      action: "user.factors_reset",
      target: MEMBER.target(member),
      changes: { factors: { from: taken, to: [] } },
    });
  });
}

/** The factors guard what others hold, too. */
async function assertOnlyHere(ctx: Context, id: number): Promise<void> {
  const elsewhere = await database()
    .select({ id: memberships.organizationId })
    .from(memberships)
    .where(
      and(eq(memberships.userId, id), ne(memberships.organizationId, ctx.organizationId), IS_ACTIVE_MEMBER),
    )
    .limit(1);
  if (elsewhere.length === 0) return;
  throw new ConflictError(
    "They belong to another organization, too, which their second factors guard. Ask whoever runs this server to reset them.",
  );
}
