import "server-only";
import { and, eq, type SQL, sql } from "drizzle-orm";
import { currentTransaction, database, transaction } from "@/db/client";
import { incomingRequests, incomingWebhooks } from "@/db/schema";
import { selectWaiting, type WaitingResult } from "@/features/incoming-webhooks/select-waiting";

/** What failed by a fault of ours is tried again this rarely. */
const RETRY_SECONDS = 60;

/** Was never tried, or not lately. */
const IS_DUE = sql`(r.processed_at is null or r.processed_at < now() - make_interval(secs => ${RETRY_SECONDS}))`;
const IS_UNTRIED = sql`r.processed_at is null`;

/** The webhooks that something waits at which may be processed, and those that are still said to have a line. */
export async function webhooksWithLine(): Promise<string[]> {
  const has = (result: WaitingResult) => hasOne(sql`w.id`, result, IS_DUE);
  const rows = await database().execute<{ id: string }>(sql`
    select w.id from incoming_webhooks w where w.status = 'active' and w.deleted_at is null
      and (w.has_waiting or ${has("queued")} or (not w.keeps_held and ${has("held")}))
    order by w.id`);
  return rows.map(({ id }) => id);
}

/** The next of a webhook's line, oldest first. What is held while somebody decides about it is not in line. */
export async function nextInLine(webhookId: string, limit: number) {
  const next = (result: WaitingResult, condition = IS_DUE) =>
    selectWaiting({ webhookId, result, condition, limit });
  const isReleased = sql`exists (select 1 from incoming_webhooks w where w.id = ${webhookId} and not w.keeps_held)`;
  return database().execute<{ id: string; result: WaitingResult }>(sql`
    select id, result from ((${next("queued")}) union all (${next("held", sql`${IS_DUE} and ${isReleased}`)})) as line
    order by id limit ${limit}`);
}

/** New requests are processed at once again, if nothing waits. What was tried in vain holds nobody up. */
export async function closeLine(webhookId: string): Promise<void> {
  await transaction(async () => {
    // Whoever joins the line says so in this row: it waits for us, or we see its request.
    const [webhook] = await currentTransaction()
      .select({ hasWaiting: incomingWebhooks.hasWaiting, keepsHeld: incomingWebhooks.keepsHeld })
      .from(incomingWebhooks)
      .where(eq(incomingWebhooks.id, webhookId))
      .for("update");
    if (!webhook?.hasWaiting) return;
    const has = (result: WaitingResult) => hasOne(sql`${webhookId}::uuid`, result, IS_UNTRIED);
    await database().execute(sql`
      update incoming_webhooks set has_waiting = false
      where id = ${webhookId} and not ${has("queued")} and (keeps_held or not ${has("held")})`);
  });
}

/** The rows of requests that wait at a webhook. */
export function isWaiting(webhookId: string) {
  // Each result as a literal, so that every plan finds its partial index.
  const { result } = incomingRequests;
  return and(eq(incomingRequests.webhookId, webhookId), sql`(${result} = 'held' or ${result} = 'queued')`);
}

function hasOne(webhookId: SQL, result: WaitingResult, condition: SQL): SQL {
  return sql`((select id from (${selectWaiting({ webhookId, result, condition, limit: 1 })}) as first) is not null)`;
}
