import "server-only";
import { and, eq } from "drizzle-orm";
import { currentTransaction } from "@/db/client";
import { memberships } from "@/db/schema";
import { isActiveMemberOf } from "@/features/members/predicates";
import type { OrganizationId } from "@/lib/context";
import { ConflictError } from "@/lib/errors";

/**
 * To be called before anything that may take an admin away, and before any other lock on memberships: it locks the organization's admins, so
 * that two who demote each other come one after the other. Throws ConflictError when `userId` is the only active admin.
 */
export async function assertOtherAdmin(organizationId: OrganizationId, userId: number): Promise<void> {
  if (!(await isLastAdmin(organizationId, userId))) return;
  throw new ConflictError(
    "This is the last active admin: nobody could manage the organization any more. Make someone else an admin first.",
  );
}

/** Locks the organization's admins. */
export async function isLastAdmin(organizationId: number, userId: number): Promise<boolean> {
  const admins = await lockAdmins(organizationId);
  return admins.length === 1 && admins[0] === userId;
}

async function lockAdmins(organizationId: number): Promise<number[]> {
  const rows = await currentTransaction()
    .select({ userId: memberships.userId })
    .from(memberships)
    .where(and(isActiveMemberOf(organizationId), eq(memberships.role, "admin")))
    .orderBy(memberships.userId)
    .for("update");
  return rows.map((row) => row.userId);
}
