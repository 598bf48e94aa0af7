import "server-only";
import { and, gt, lt, sql } from "drizzle-orm";
import { transaction } from "@/db/client";
import { incomingWebhooks } from "@/db/schema";
import { recordAudit } from "@/features/audit/record";
import { getIncomingWebhook } from "@/features/incoming-webhooks/queries";
import type { IncomingWebhook } from "@/features/incoming-webhooks/schema";
import { isOwnWebhook } from "@/features/incoming-webhooks/service";
import { authorize, type Context } from "@/lib/context";
import { ConflictError } from "@/lib/errors";
import { assertLonger, type ExtendOverlap } from "@/lib/overlap";

/** Without an overlap there is nothing to do. */
export async function endIncomingOverlap(ctx: Context, id: string): Promise<IncomingWebhook> {
  authorize(ctx, "incoming_webhooks:write");
  const before = await getIncomingWebhook(ctx, id);
  return transaction(async (tx) => {
    const ended = await tx
      .update(incomingWebhooks)
      .set({ previousSecretCiphertext: null, previousSecretExpiresAt: null, previousSecretLastUsedAt: null })
      .where(and(isOwnWebhook(ctx, id), gt(incomingWebhooks.previousSecretExpiresAt, sql`now()`)))
      .returning({ id: incomingWebhooks.id });
    if (ended.length === 0) return before;
    await recordAudit(tx, ctx, {
      action: "incoming_webhook.overlap_ended",
      target: { type: "incoming_webhook", id, name: before.name },
    });
    return getIncomingWebhook(ctx, id);
  });
}

/** Only an overlap that lasts can be extended: a secret that was refused once stays refused. */
export async function extendIncomingOverlap(
  ctx: Context,
  id: string,
  { overlapSeconds }: ExtendOverlap,
): Promise<IncomingWebhook> {
  authorize(ctx, "incoming_webhooks:write");
  const { name, previousSecretExpiresAt } = await getIncomingWebhook(ctx, id);
  if (previousSecretExpiresAt === null) throw new NoOverlapError();
  assertLonger(overlapSeconds, previousSecretExpiresAt);
  return transaction(async (tx) => {
    const end = sql`now() + make_interval(secs => ${overlapSeconds})`;
    const endsAt = incomingWebhooks.previousSecretExpiresAt;
    const extended = await tx
      .update(incomingWebhooks)
      .set({ previousSecretExpiresAt: end })
      .where(and(isOwnWebhook(ctx, id), gt(endsAt, sql`now()`), lt(endsAt, end)))
      .returning({ id: incomingWebhooks.id });
    if (extended.length === 0) throw new NoOverlapError();
    const after = await getIncomingWebhook(ctx, id);
    await recordAudit(tx, ctx, {
      action: "incoming_webhook.overlap_extended",
      target: { type: "incoming_webhook", id, name },
      changes: {
        previousSecretExpiresAt: { from: previousSecretExpiresAt, to: after.previousSecretExpiresAt },
      },
    });
    return after;
  });
}

class NoOverlapError extends ConflictError {
  constructor() {
    super("The overlap is over, or was just changed. Reload to see until when the old secret works.");
  }
}
