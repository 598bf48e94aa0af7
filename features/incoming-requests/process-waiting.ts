import "server-only";
import { and, asc, eq, gt, isNull, sql } from "drizzle-orm";
import { database, transaction } from "@/db/client";
import { incomingRequests, incomingWebhooks } from "@/db/schema";
import { systemContext } from "@/features/auth/system-context";
import { recountAsRejected } from "@/features/incoming-requests/log";
import { reprocessRequest } from "@/features/incoming-requests/reprocess";
import { ConflictError, NotFoundError } from "@/lib/errors";
import { log } from "@/lib/log";

const BATCH_SIZE = 50;

interface HeldRequest {
  id: string;
  webhookId: string;
  organizationId: number;
}

/**
 * Processes a batch of what webhooks held that are active again, oldest first. Resolves to where to go on, or null after the last. What it
 * can't process is refused with its reason, like a request that comes now.
 */
export async function processHeldBatch(after: string | null): Promise<string | null> {
  const rows = await database()
    .select({
      id: incomingRequests.id,
      webhookId: incomingRequests.webhookId,
      organizationId: incomingRequests.organizationId,
    })
    .from(incomingRequests)
    .innerJoin(incomingWebhooks, eq(incomingWebhooks.id, incomingRequests.webhookId))
    .where(
      and(
        // As a literal, so that every plan finds the partial index.
        sql`${incomingRequests.result} = 'held'`,
        eq(incomingWebhooks.status, "active"),
        eq(incomingWebhooks.keepsHeld, false),
        isNull(incomingWebhooks.deletedAt),
        after === null ? undefined : gt(incomingRequests.id, after),
      ),
    )
    .orderBy(asc(incomingRequests.id))
    .limit(BATCH_SIZE);
  for (const row of rows) await processHeldRequest(row);
  return rows.length < BATCH_SIZE ? null : (rows.at(-1)?.id ?? null);
}

async function processHeldRequest({ id, webhookId, organizationId }: HeldRequest): Promise<void> {
  try {
    const ctx = systemContext("the resumed webhook", organizationId);
    const { data } = await reprocessRequest(ctx, webhookId, id);
    const [done] = data;
    if (done?.result !== "rejected") return;
    await transaction(async () => {
      const refused = await database()
        .update(incomingRequests)
        .set({ result: "rejected", reason: done.reason ?? "unusable_payload", detail: done.detail })
        .where(
          and(
            eq(incomingRequests.webhookId, webhookId),
            eq(incomingRequests.id, id),
            eq(incomingRequests.result, "held"),
          ),
        )
        .returning({ id: incomingRequests.id });
      await recountAsRejected(
        webhookId,
        refused.map((row) => row.id),
      );
    });
  } catch (error) {
    // Somebody else was faster.
    if (error instanceof ConflictError || error instanceof NotFoundError) return;
    // It stays held, and is tried again with the next round; those behind it go on.
    log.error({ err: error, incomingRequestId: id }, "could not process a held request");
  }
}
