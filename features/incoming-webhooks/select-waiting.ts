import "server-only";
import { type SQL, sql } from "drizzle-orm";
import type { RequestResult } from "@/db/enums";

export type WaitingResult = Extract<RequestResult, "queued" | "held">;

interface Waiting {
  webhookId: SQL | string;
  result: WaitingResult;
  /** Of the request, as `r`. */
  condition?: SQL;
  order?: "oldest" | "newest";
  limit: number;
}

/**
 * Selects requests that wait at a webhook, as `id` and `result`. The result is a literal and the webhook a range of one, so that nothing but
 * the partial index has them in order: however the log has grown since it was analyzed, it is never read.
 */
export function selectWaiting({
  webhookId,
  result,
  condition = sql`true`,
  order = "oldest",
  limit,
}: Waiting): SQL {
  const direction = sql.raw(order === "oldest" ? "asc" : "desc");
  return sql`select r.id, r.result from incoming_requests r
    where r.webhook_id between ${webhookId} and ${webhookId} and r.result = ${sql.raw(`'${result}'`)} and ${condition}
    order by r.webhook_id ${direction}, r.id ${direction} limit ${limit}`;
}
