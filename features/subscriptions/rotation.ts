import "server-only";
import { and, eq, gt, isNull, lt, lte, or, type SQL, sql } from "drizzle-orm";
import { type Transaction, transaction } from "@/db/client";
import { subscriptions } from "@/db/schema";
import { recordAudit } from "@/features/audit/record";
import { generateSecret } from "@/features/deliveries/signature";
import { lockSubscription } from "@/features/subscriptions/lock";
import { getSubscription } from "@/features/subscriptions/queries";
import type {
  CreatedSubscription,
  RotateSubscriptionSecret,
  Subscription,
} from "@/features/subscriptions/schema";
import { sealSecret } from "@/features/subscriptions/secrets";
import { assertPresentSecret } from "@/features/tokens/limits";
import { actorUserId, authorize, type Context } from "@/lib/context";
import { ConflictError } from "@/lib/errors";
import { assertLonger, type ExtendOverlap } from "@/lib/overlap";

/** Deliveries carry the signatures of both secrets until the overlap ends. Of two rotations at once one happens. */
export async function rotateSubscriptionSecret(
  ctx: Context,
  id: string,
  { overlapSeconds, secret = generateSecret() }: RotateSubscriptionSecret,
): Promise<CreatedSubscription> {
  authorize(ctx, "subscriptions:write");
  assertPresentSecret(ctx);
  return transaction(async (tx) => {
    const { name } = await lockSubscription(tx, ctx, id);
    const isRotated = await change(tx, id, {
      set: {
        secretCiphertext: sealSecret(id, secret),
        secretSeenBy: actorUserId(ctx),
        previousSecretCiphertext: overlapSeconds > 0 ? sql`${subscriptions.secretCiphertext}` : null,
        previousSecretExpiresAt: overlapSeconds > 0 ? fromNow(overlapSeconds) : null,
      },
      where: or(
        isNull(subscriptions.previousSecretExpiresAt),
        lte(subscriptions.previousSecretExpiresAt, sql`now()`),
      ),
    });
    if (!isRotated) throw new OverlapError();
    await recordAudit(tx, ctx, {
      action: "subscription.secret_rotated",
      target: { type: "subscription", id, name },
      changes: {
        secret: { from: "changed", to: "changed" },
        overlapSeconds: { from: null, to: overlapSeconds },
      },
    });
    return { ...(await getSubscription(ctx, id)), secret };
  });
}

/** From now on deliveries carry the signature of the new secret alone. Without an overlap there is nothing to do. */
export async function endSubscriptionOverlap(ctx: Context, id: string): Promise<Subscription> {
  authorize(ctx, "subscriptions:write");
  return transaction(async (tx) => {
    const before = await lockSubscription(tx, ctx, id);
    const isEnded = await change(tx, id, {
      set: { previousSecretCiphertext: null, previousSecretExpiresAt: null },
      where: gt(subscriptions.previousSecretExpiresAt, sql`now()`),
    });
    if (!isEnded) return before;
    await recordAudit(tx, ctx, {
      action: "subscription.overlap_ended",
      target: { type: "subscription", id, name: before.name },
      changes: { previousSecretExpiresAt: { from: before.previousSecretExpiresAt, to: null } },
    });
    return getSubscription(ctx, id);
  });
}

/** Only an overlap that lasts can be extended. */
export async function extendSubscriptionOverlap(
  ctx: Context,
  id: string,
  { overlapSeconds }: ExtendOverlap,
): Promise<Subscription> {
  authorize(ctx, "subscriptions:write");
  return transaction(async (tx) => {
    const { name, previousSecretExpiresAt: from } = await lockSubscription(tx, ctx, id);
    if (from === null) throw new NoOverlapError();
    assertLonger(overlapSeconds, from);
    const isExtended = await change(tx, id, {
      set: { previousSecretExpiresAt: fromNow(overlapSeconds) },
      where: and(
        gt(subscriptions.previousSecretExpiresAt, sql`now()`),
        lt(subscriptions.previousSecretExpiresAt, fromNow(overlapSeconds)),
      ),
    });
    if (!isExtended) throw new NoOverlapError();
    const after = await getSubscription(ctx, id);
    await recordAudit(tx, ctx, {
      action: "subscription.overlap_extended",
      target: { type: "subscription", id, name },
      changes: { previousSecretExpiresAt: { from, to: after.previousSecretExpiresAt } },
    });
    return after;
  });
}

type Columns = Parameters<ReturnType<Transaction["update"]>["set"]>[0];

/** Of a subscription that the caller has locked, and so knows to be theirs; false, with nothing done, where the guard does not hold. */
async function change(
  tx: Transaction,
  id: string,
  { set, where }: { set: Columns; where: SQL | undefined },
): Promise<boolean> {
  const rows = await tx
    .update(subscriptions)
    .set(set)
    .where(and(eq(subscriptions.id, id), where))
    .returning({ id: subscriptions.id });
  return rows.length > 0;
}

function fromNow(seconds: number): SQL {
  return sql`now() + make_interval(secs => ${seconds})`;
}

class OverlapError extends ConflictError {
  constructor() {
    super(
      "The secret was just replaced, and the one before it still signs. End the overlap first, or wait until it is over.",
    );
  }
}

class NoOverlapError extends ConflictError {
  constructor() {
    super("The overlap is over, or was just changed. Reload to see until when the old secret signs.");
  }
}
