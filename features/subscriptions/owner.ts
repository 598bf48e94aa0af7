import "server-only";
import { and, asc, count, eq, inArray, isNull, ne, type SQL, sql } from "drizzle-orm";
import { currentTransaction, database, transaction } from "@/db/client";
import { memberships, subscriptions, users } from "@/db/schema";
import { recordAudit } from "@/features/audit/record";
import { holdForbidden, releaseHeld } from "@/features/deliveries/transitions";
import { wakeDeliveries } from "@/features/deliveries/wake";
import { isActiveMemberOf } from "@/features/members/predicates";
import { ownerLacks } from "@/features/subscription-states/owner-lacks";
import { authorizeReading } from "@/features/subscriptions/rules";
import { actorUserId, authorize, type Context } from "@/lib/context";
import { InvalidFieldError } from "@/lib/errors";
import type { Role } from "@/lib/roles";

/** How many subscriptions go by the rights of this user. */
export async function countOwnedSubscriptions(ctx: Context, userId: number): Promise<number> {
  const [row] = await database().select({ owned: count() }).from(subscriptions).where(ownedBy(ctx, userId));
  return row?.owned ?? 0;
}

/**
 * Makes `to` the owner of every subscription of `from`, and sends what was held for want of the right. Returns how many there were. Throws
 * InvalidError at `path` when `to` is no active member, or lacks the right to one of them.
 */
export async function transferSubscriptions(
  ctx: Context,
  { from, to, path = "transferTo" }: { from: number; to: number; path?: string },
): Promise<number> {
  return transaction(() => handOver(ctx, { which: ownedBy(ctx, from), to, path }));
}

/** The same for one. Throws InvalidError at `ownerId`. */
export async function transferSubscription(
  ctx: Context,
  { id, to }: { id: string; to: number },
): Promise<void> {
  const which = and(
    eq(subscriptions.organizationId, ctx.organizationId),
    eq(subscriptions.id, id),
    ne(subscriptions.createdBy, to),
    isNull(subscriptions.deletedAt),
  );
  await transaction(() => handOver(ctx, { which, to, path: "ownerId" }));
}

/** To be called where a membership changes, in its transaction: holds what its user's subscriptions may no longer get, sends what they may again. */
export async function holdOrReleaseDeliveriesOf(
  ctx: Pick<Context, "organizationId">,
  userId: number,
): Promise<void> {
  const which = sql`s.organization_id = ${ctx.organizationId} and s.created_by = ${userId}`;
  await holdForbidden(which);
  await releaseHeld(which);
  await wakeDeliveries();
}

async function handOver(
  ctx: Context,
  { which, to, path }: { which: SQL | undefined; to: number; path: string },
): Promise<number> {
  authorize(ctx, "subscriptions:write");
  if (actorUserId(ctx) !== to) authorize(ctx, "team:write");
  const heir = await lockHeir(ctx, to);
  const found = await lockToHandOver(which);
  if (found.length === 0) return 0;
  authorizeReading(
    ctx,
    found.flatMap(({ eventTypes }) => eventTypes),
  );
  for (const subscription of found) {
    const problem = heirProblem(heir, subscription);
    if (problem) throw new InvalidFieldError(path, problem);
  }
  const ids = found.map(({ id }) => id);
  await currentTransaction()
    .update(subscriptions)
    .set({ createdBy: to })
    .where(inArray(subscriptions.id, ids));
  for (const { id, name, owner } of found) {
    await recordAudit(ctx, {
      action: "subscription.transferred",
      target: { type: "subscription", id, name },
      changes: { owner: { from: owner, to: heir?.name ?? null } },
    });
  }
  await holdOrReleaseDeliveriesOf(ctx, to);
  return found.length;
}

/** Publishing refers to the rows, and goes on meanwhile. */
function lockToHandOver(which: SQL | undefined) {
  return currentTransaction()
    .select({
      id: subscriptions.id,
      name: subscriptions.name,
      eventTypes: subscriptions.eventTypes,
      owner: users.name,
    })
    .from(subscriptions)
    .innerJoin(users, eq(users.id, subscriptions.createdBy))
    .where(which)
    .orderBy(asc(subscriptions.id))
    .for("no key update", { of: subscriptions });
}

interface Heir {
  name: string;
  role: Role;
}

/** Locked, so that they can't be removed or lose their role in the same moment; before any subscription, as a removal does. */
export async function lockHeir(ctx: Context, userId: number): Promise<Heir | null> {
  const [row] = await currentTransaction()
    .select({ name: users.name, role: memberships.role })
    .from(memberships)
    .innerJoin(users, eq(users.id, memberships.userId))
    .where(and(isActiveMemberOf(ctx.organizationId), eq(memberships.userId, userId)))
    .for("share", { of: memberships });
  return row ?? null;
}

function heirProblem(heir: Heir | null, subscription: { name: string; eventTypes: string[] }): string | null {
  if (!heir) return "No such active member. GET /api/v1/users lists them.";
  const lacks = ownerLacks(heir.role, subscription.eventTypes);
  if (lacks.length === 0) return null;
  return `The role of ${heir.name} lacks ${lacks.join(", ")} for the subscription “${subscription.name}”. Name someone whose role has it.`;
}

function ownedBy(ctx: Context, userId: number): SQL | undefined {
  return and(
    eq(subscriptions.organizationId, ctx.organizationId),
    eq(subscriptions.createdBy, userId),
    isNull(subscriptions.deletedAt),
  );
}
