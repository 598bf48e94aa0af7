import "server-only";
import { sql } from "drizzle-orm";
import { database } from "@/db/client";
import { inngest } from "@/inngest/client";
import { deliveryRetryScheduled } from "@/inngest/events";
import { log } from "@/lib/log";

/** The channel that workers listen on. */
export const DELIVERIES_DUE = "deliveries_due";
const RETRY_BATCH_MS = 5;

/**
 * In a statement: tells all workers that deliveries are due, once it is committed. Safe to lose, as the sweeper looks every minute. The commit
 * waits for others that tell something, so at most once per transaction.
 */
export const WAKE = sql.raw(`pg_notify('${DELIVERIES_DUE}', '')`);

/** The same by itself, to be called in the transaction that makes deliveries due. */
export async function wakeDeliveries(): Promise<void> {
  await database().execute(sql`select ${WAKE}`);
}

interface PlannedRetry {
  deliveryId: string;
  subscriptionId: string;
  attempt: number;
  at: Date;
}

let planned: PlannedRetry[] = [];

/** Has a run started for the retry when it is due, together with those of the same few milliseconds. Safe to lose, as above. */
export function planRetry(retry: PlannedRetry): void {
  if (planned.length === 0) setTimeout(startRuns, RETRY_BATCH_MS);
  planned.push(retry);
}

async function startRuns(): Promise<void> {
  const batch = planned;
  planned = [];
  try {
    await inngest.send(
      batch.map(({ at, ...retry }) =>
        deliveryRetryScheduled.create(
          retry,
          // The id makes a repeat harmless. The run starts at `ts`.
          { id: `${retry.deliveryId}:${retry.attempt}`, ts: at.getTime() },
        ),
      ),
    );
  } catch (error) {
    log.warn({ err: error }, "could not start retry runs; the sweeper will send what is due");
  }
}
