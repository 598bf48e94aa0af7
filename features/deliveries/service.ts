import "server-only";
import { sql } from "drizzle-orm";
import { afterCommit, currentTransaction, transaction } from "@/db/client";
import { changesBetween, recordAudit } from "@/features/audit/record";
import { readDelivery } from "@/features/deliveries/queries";
import type { Delivery } from "@/features/deliveries/schema";
import { assertSendable } from "@/features/deliveries/sendable";
import { isWaiting } from "@/features/deliveries/states";
import { cancel, endWithThisAttempt, isAskedFor, resend } from "@/features/deliveries/transitions";
import { wakeDeliveries } from "@/features/deliveries/wake";
import { inngest } from "@/inngest/client";
import { deliveryRetryCanceled } from "@/inngest/events";
import { actorUserId, authorize, type Context } from "@/lib/context";
import { ConflictError } from "@/lib/errors";
import { log } from "@/lib/log";

/** The counter is a smallint, and nobody needs it to be more. */
const MAX_ATTEMPTS = 1000;

/**
 * Sends a delivery now: the same id and bytes. One that waits for a retry keeps its schedule; a finished one gets one more attempt.
 * Throws ConflictError while it is being sent already or its subscription takes nothing, and if it is not, or not for long, as its caller has
 * read it: tried more often than that, or waiting for another caller's resend.
 */
export async function resendDelivery(ctx: Context, id: string, readAttemptCount?: number): Promise<Delivery> {
  authorize(ctx, "deliveries:write");
  return transaction(async () => {
    const before = await lockDelivery(ctx, id);
    if (readAttemptCount !== undefined) await assertUntried(before, readAttemptCount);
    if (before.attemptCount >= MAX_ATTEMPTS)
      throw new ConflictError(`It has been tried ${MAX_ATTEMPTS} times. Publish the event again instead.`);
    await assertSendable(ctx, { ...before, inOrderTo: "resend" });
    const isDue = await resend({ id, organizationId: ctx.organizationId }, actorUserId(ctx));
    if (!isDue) throw new ConflictError("It is being sent at this moment. Wait for the result.");
    const after = await readDelivery(ctx, id);
    await recordAudit(ctx, {
      action: "delivery.resent",
      target: { type: "delivery", id, name: before.eventType },
      changes: changesBetween(before, { status: after.status }),
    });
    await wakeDeliveries();
    return after;
  });
}

/** No further attempt is made; one that is under way ends normally. Throws ConflictError when nothing is left to cancel. */
export async function cancelDelivery(ctx: Context, id: string): Promise<Delivery> {
  authorize(ctx, "deliveries:write");
  return transaction(async () => {
    const before = await lockDelivery(ctx, id);
    const key = { id, organizationId: ctx.organizationId };
    const isCanceled = await cancel(key);
    if (!isCanceled && !(await endWithThisAttempt(key)))
      throw new ConflictError(`The delivery has ${before.status} already; nothing is left to cancel.`);
    const after = await readDelivery(ctx, id);
    await recordAudit(ctx, {
      action: "delivery.canceled",
      target: { type: "delivery", id, name: before.eventType },
      // One that is under way ends normally; what is canceled then is every further attempt.
      changes: changesBetween(
        before,
        isCanceled ? { status: after.status } : { maxAttempts: after.maxAttempts },
      ),
    });
    afterCommit(() => endRetryRun(id));
    return after;
  });
}

/** What somebody else has sent again, or is about to, is not sent once more by whom it was not shown to. */
async function assertUntried(
  { id, status, attemptCount }: Delivery,
  readAttemptCount: number,
): Promise<void> {
  if (attemptCount !== readAttemptCount)
    throw new ConflictError("It was tried again since you looked. See its result first.");
  if (isWaiting(status) && (await isAskedFor(id)))
    throw new ConflictError("Somebody has asked for it already: it is about to be sent.");
}

/** As it is, and as it stays until the transaction ends. */
async function lockDelivery(ctx: Context, id: string): Promise<Delivery> {
  await currentTransaction().execute(sql`
    select d.id from deliveries d where d.organization_id = ${ctx.organizationId} and d.id = ${id} for no key update`);
  return readDelivery(ctx, id);
}

/** The run would find nothing to do; this only spares it the wait. */
function endRetryRun(deliveryId: string): void {
  inngest
    .send(deliveryRetryCanceled.create({ deliveryId }))
    .catch((error: unknown) => log.warn({ err: error }, "could not cancel a retry run"));
}
