import "server-only";
import { and, eq } from "drizzle-orm";
import { database } from "@/db/client";
import { memberships, subscriptions, users } from "@/db/schema";
import { isActiveMemberOf } from "@/features/members/predicates";
import { ownerLacks } from "@/features/subscription-states/owner-lacks";
import type { Context } from "@/lib/context";
import { ConflictError } from "@/lib/errors";

/** Joins a subscription with the membership that gives its owner rights; there is none once they are disabled or removed. */
export const isOwnersMembership = and(
  isActiveMemberOf(subscriptions.organizationId),
  eq(memberships.userId, subscriptions.createdBy),
);

/** Throws ConflictError when the owner of the subscription may not be sent an event of this type. */
export async function assertOwnerMayGet(ctx: Context, id: string, eventType: string): Promise<void> {
  const [row] = await database()
    .select({ name: users.name, role: memberships.role })
    .from(subscriptions)
    .innerJoin(users, eq(users.id, subscriptions.createdBy))
    .leftJoin(memberships, isOwnersMembership)
    .where(and(eq(subscriptions.organizationId, ctx.organizationId), eq(subscriptions.id, id)));
  const lacks = row ? ownerLacks(row.role, [eventType]) : [];
  if (lacks.length === 0) return;
  throw new ConflictError(
    `Its owner ${row?.name ?? ""} may not be sent this any more: they lack ${lacks.join(", ")}. Hand the subscription over first.`,
  );
}
