import "server-only";
import { transaction } from "@/db/client";
import { applyChange } from "@/features/audit/change";
import { transferSubscriptions } from "@/features/subscriptions/owner";
import { storeAgentEvent } from "@/features/team/agent-event";
import { assertMayGrant } from "@/features/team/grants";
import { assertOtherAdmin } from "@/features/team/last-admin";
import { lockMembers, MEMBER, writeRole, writeStatus } from "@/features/team/membership";
import { getUser } from "@/features/team/queries";
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
    await lockMembers(ctx, input.subscriptionsTo === undefined ? [id] : [id, input.subscriptionsTo]);
    const { before } = await MEMBER.lock(ctx, id);
    const role = input.role ?? before.role;
    const status = input.status ?? before.status;
    if (input.subscriptionsTo !== undefined) await moveSubscriptions(ctx, id, input.subscriptionsTo);
    if (role === before.role && status === before.status) return getUser(ctx, id);
    if (role !== before.role || status === "active") assertMayGrant(ctx, role);
    if (role !== before.role)
      await applyChange(ctx, MEMBER, id, () => ({
        action: "user.role_changed",
        write: () => writeRole(ctx, id, role),
      }));
    if (status !== before.status)
      await applyChange(ctx, MEMBER, id, () => ({
        action: status === "disabled" ? "user.disabled" : "user.enabled",
        write: () => writeStatus(ctx, id, status),
      }));
    await storeAgentEvent(ctx, "agent.updated", id, {
      changed: {
        ...(role !== before.role && { role: { from: before.role, to: role } }),
        ...(status !== before.status && {
          status: { from: before.status === "active", to: status === "active" },
        }),
      },
    });
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
