import "server-only";
import { sql } from "drizzle-orm";
import { afterCommit, database } from "@/db/client";
import { Refusal } from "@/features/incoming-requests/refusal";
import type { Webhook } from "@/features/incoming-requests/webhook";
import { queueBudget } from "@/features/incoming-webhooks/queue-budget";
import { selectWaiting } from "@/features/incoming-webhooks/select-waiting";
import { wakeQueue } from "@/features/incoming-webhooks/wake";
import { type Quota, spendQuota } from "@/features/limits/quota";
import { perMinute, type RateLimit } from "@/features/limits/rate-limit";

/** So much a webhook processes in a minute, whether it comes now or waited. */
export function processingLimit({ ratePerMinute }: Pick<Webhook, "ratePerMinute">): RateLimit {
  return perMinute("incoming:rate", ratePerMinute);
}

/**
 * Whether a request that somebody signed is processed at once. Behind others that wait it waits, too, without a share of the limit: all of that
 * is for those before it. A paused webhook processes nothing, so that nothing can be overtaken.
 */
export async function isItsTurn(webhook: Webhook): Promise<boolean> {
  if (webhook.hasWaiting && webhook.status === "active") return false;
  return !(await spendQuota(processingLimit(webhook), webhook.id)).isExceeded;
}

/** Throws Refusal once the budget of the webhook is spent: so many may wait, and so many may come in a minute, repeats among them. */
export async function assertRoomToWait(webhook: Webhook): Promise<void> {
  const budget = queueBudget(webhook);
  const quota = await spendQuota(perMinute("incoming:queue", budget), webhook.id);
  if (quota.isExceeded) throw budgetSpent(webhook, quota);
  if (webhook.status === "active" && (await countQueued(webhook.id, budget)) >= budget)
    throw budgetSpent(webhook, quota);
}

/** What the row of a request says that waits, and its sender is told. */
export function toQueue({ id, action, hasWaiting }: Webhook, requestId: string) {
  // Whoever waits already has woken the worker.
  if (!hasWaiting) afterCommit(() => wakeQueue(id));
  const answer = { requestId, action, outcome: "queued" };
  return { result: "queued", statusCode: 202, answer } as const;
}

async function countQueued(webhookId: string, upTo: number): Promise<number> {
  const [row] = await database().execute<{ count: number }>(sql`
    select count(*)::int as count from (${selectWaiting({ webhookId, result: "queued", limit: upTo })}) as waiting`);
  return row?.count ?? 0;
}

function budgetSpent(webhook: Webhook, { resetSeconds }: Quota): Refusal {
  const limit = `More than ${webhook.ratePerMinute} requests a minute`;
  return new Refusal("rate_limited", {
    reason: "rate_limited",
    detail: `${limit}, and all ${queueBudget(webhook)} that may wait do. Wait ${resetSeconds} s and send it again.`,
    headers: { "retry-after": String(resetSeconds) },
  });
}
