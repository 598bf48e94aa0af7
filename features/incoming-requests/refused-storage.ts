import "server-only";
import { and, gt, inArray, ne, sql } from "drizzle-orm";
import { currentTransaction, database, transaction } from "@/db/client";
import type { RefusalReason } from "@/db/enums";
import { SIGNATURE_PROBLEMS } from "@/db/enums";
import { incomingRefusedBytes } from "@/db/schema";
import type { Refusal } from "@/features/incoming-requests/refusal";
import { refusedBytesMax } from "@/features/incoming-webhooks/refused-bytes";
import { spendQuota } from "@/features/limits/quota";
import { perMinute, takeFromRateLimit } from "@/features/limits/rate-limit";

/** Requests that nobody is known to have sent, and those beyond the limit, that are kept per webhook; a flood of more is only counted. */
const KEPT_PER_MINUTE = 60;
/** A body of up to this is kept with its request, of which there are few enough: no forger takes that room from the real sender. */
const SMALL_BODY_BYTES = 65_536;
/** Larger ones share this much per webhook. */
const LARGE_BODY_BYTES_PER_MINUTE = 4 * 1024 * 1024;
const ALL = "all";
/** Rows that one round makes room of. What is over by more, since the limit was lowered say, goes with the next requests. */
const DROPPED_PER_ROUND = 500;
const MAX_ROUNDS = 10;
/** Refused before or for its signature, so that anybody may have sent it. */
export const UNVERIFIED: ReadonlySet<RefusalReason> = new Set([
  ...SIGNATURE_PROBLEMS,
  "ip_not_allowed",
  "too_large",
]);

/** Whether anybody may have made the request that was refused. */
export function isUnverified({ reason, isSigned }: Refusal): boolean {
  return isSigned === undefined ? UNVERIFIED.has(reason) : !isSigned;
}

/** What the real sender signed is always kept: it may be mended. */
export async function isFlood(webhookId: string, refusal: Refusal): Promise<boolean> {
  const { reason } = refusal;
  const isLimited = isUnverified(refusal) || reason === "rate_limited";
  if (!isLimited) return false;
  const name = reason === "rate_limited" ? "incoming:kept-limited" : "incoming:kept";
  const limit = perMinute(name, KEPT_PER_MINUTE);
  return (await spendQuota(limit, webhookId)).isExceeded;
}

/** Whether there is room for the body. Without it the request can't be accepted later. */
export async function hasRoomForBody(webhookId: string, refusal: Refusal, body: Buffer): Promise<boolean> {
  if (!isUnverified(refusal) || body.length <= SMALL_BODY_BYTES) return true;
  const limit = perMinute("incoming:kept-body", LARGE_BODY_BYTES_PER_MINUTE);
  return takeFromRateLimit(limit, webhookId, body.length);
}

/** Takes headers, queries and bodies from the oldest refused requests, of the webhook and then of all, until what is kept is within its limits. */
export async function makeRoom(webhookId: string): Promise<void> {
  for (let round = 0; round < MAX_ROUNDS; round++) {
    if ((await findExcess(webhookId)) === null) return;
    await transaction(async () => {
      // One at a time, or two floods would each drop what makes room for both.
      await currentTransaction().execute(
        sql`select 1 from incoming_refused_bytes where scope = ${ALL} for update`,
      );
      const excess = await findExcess(webhookId);
      if (excess) await dropOldest((excess.webhookId === null && (await findOverfull())) || excess);
    });
  }
}

interface Excess {
  /** Null for all. */
  webhookId: string | null;
  bytes: number;
}

async function findExcess(webhookId: string): Promise<Excess | null> {
  const rows = await database()
    .select()
    .from(incomingRefusedBytes)
    .where(inArray(incomingRefusedBytes.scope, [ALL, webhookId]));
  const bytesOf = (scope: string) => rows.find((row) => row.scope === scope)?.bytes ?? 0;
  const { ofWebhook, ofAll } = refusedBytesMax();
  const ownBytes = bytesOf(webhookId) - ofWebhook;
  if (ownBytes > 0) return { webhookId, bytes: ownBytes };
  const allBytes = bytesOf(ALL) - ofAll;
  return allBytes > 0 ? { webhookId: null, bytes: allBytes } : null;
}

/** A webhook that has more than its share, and so gives way before the others do. */
async function findOverfull(): Promise<Excess | null> {
  const { ofWebhook } = refusedBytesMax();
  const [row] = await database()
    .select()
    .from(incomingRefusedBytes)
    .where(and(ne(incomingRefusedBytes.scope, ALL), gt(incomingRefusedBytes.bytes, ofWebhook)))
    .limit(1);
  return row ? { webhookId: row.scope, bytes: row.bytes - ofWebhook } : null;
}

async function dropOldest({ webhookId, bytes }: Excess): Promise<void> {
  const isOwn = webhookId === null ? sql`true` : sql`webhook_id = ${webhookId}`;
  await database().execute(sql`
    with oldest as (
      select id, sum(refused_bytes) over (order by id) - refused_bytes as freed_before
      from (select id, refused_bytes from incoming_requests where refused_bytes > 0 and ${isOwn}
            order by id limit ${DROPPED_PER_ROUND}) as refused)
    update incoming_requests r
    set body = '', headers = '{}', query = '', is_body_kept = false, refused_bytes = 0, dropped_at = now()
    from oldest where r.id = oldest.id and oldest.freed_before < ${bytes} and r.refused_bytes > 0`);
}
