import "server-only";
import { sql } from "drizzle-orm";
import { database, transaction } from "@/db/client";
import { memberships } from "@/db/schema";
import { recordAudit } from "@/features/audit/record";
import { permissionsOf } from "@/features/auth/permissions";
import { settleOwned, transferSubscriptions } from "@/features/subscriptions/owner";
import { storeAgentEvent } from "@/features/team/agent-event";
import { assertMayGrant } from "@/features/team/grants";
import { revokeInvitationsBy } from "@/features/team/invite";
import { assertOtherAdmin } from "@/features/team/last-admin";
import { endSessions, lockMember, type Member } from "@/features/team/membership";
import { getUser, ofUser } from "@/features/team/queries";
import type { UpdateUser, UserDetail } from "@/features/team/schema";
import { authorize, type Context } from "@/lib/context";
import { InvalidFieldError } from "@/lib/errors";

/**
 * Changes what a user may do from their next call on. `subscriptionsTo` takes their subscriptions over; else what those may no longer get is
 * held. Throws ConflictError for the last active admin, ForbiddenError for a role beyond one's own.
 */
export async function updateUser(ctx: Context, id: number, input: UpdateUser): Promise<UserDetail> {
  authorize(ctx, "team:write");
  return transaction(async () => {
    const takesAway = (input.role ?? "admin") !== "admin" || input.status === "disabled";
    if (takesAway) await assertOtherAdmin(ctx.organizationId, id);
    const before = await lockMember(ctx, id);
    const role = input.role ?? before.role;
    const status = input.status ?? before.status;
    if (input.subscriptionsTo !== undefined) await moveSubscriptions(ctx, id, input.subscriptionsTo);
    if (role === before.role && status === before.status) return getUser(ctx, id);
    if (role !== before.role || status === "active") assertMayGrant(ctx, role);
    await database()
      .update(memberships)
      .set({ role, ...(status === before.status ? {} : { disabledAt: disabledAt(status) }) })
      .where(ofUser(ctx, id));
    await settleOwned(ctx, id);
    if (status === "disabled" || !permissionsOf(role).has("team:write")) await revokeInvitationsBy(ctx, id);
    const target = { type: "user", id: String(id), name: before.name };
    if (role !== before.role) {
      const changes = { role: { from: before.role, to: role } };
      await recordAudit(ctx, { action: "user.role_changed", target, changes });
    }
    if (status !== before.status) {
      if (status === "disabled") await endSessions(ctx, id);
      const changes = { status: { from: before.status, to: status } };
      const action = status === "disabled" ? "user.disabled" : "user.enabled";
      await recordAudit(ctx, { action, target, changes });
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

async function moveSubscriptions(ctx: Context, id: number, to: number): Promise<void> {
  const path = "subscriptionsTo";
  if (to === id) {
    throw new InvalidFieldError(path, "Name someone other than the user who loses them.");
  }
  await transferSubscriptions(ctx, { from: id, to, path });
}

function disabledAt(status: Member["status"]) {
  return status === "disabled" ? sql`now()` : null;
}
