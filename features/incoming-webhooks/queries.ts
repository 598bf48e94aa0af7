import "server-only";
import { and, desc, eq, gte, inArray, isNull, lt, or, type SQL, sql } from "drizzle-orm";
import { database } from "@/db/client";
import { MENDABLE_REASONS } from "@/db/enums";
import { incomingWebhookStats, incomingWebhooks } from "@/db/schema";
import { contains } from "@/db/search-text";
import { firstUuidAt } from "@/db/uuid";
import { incomingUrl } from "@/features/incoming-webhooks/address";
import { refusedBytesMax } from "@/features/incoming-webhooks/refused-bytes";
import { storedRulesSchema } from "@/features/incoming-webhooks/rule-schema";
import type {
  IncomingStats,
  IncomingWebhook,
  ListedIncomingStats,
  ListIncomingWebhooksQuery,
} from "@/features/incoming-webhooks/schema";
import { selectWaiting, type WaitingResult } from "@/features/incoming-webhooks/select-waiting";
import { schemeOf, senderOf } from "@/features/signatures/schemes/schemes";
import { COUNT_LIMIT } from "@/lib/bounded-count";
import { authorize, type Context } from "@/lib/context";
import { NotFoundError } from "@/lib/errors";
import { decodeIdCursor, toPage } from "@/lib/keyset";
import { overlapEnd } from "@/lib/overlap";
import type { Page } from "@/lib/pagination";
import { HOUR_MS } from "@/lib/time";

const STATS_HOURS = 24;
/** Enough for a percentile, and read by index. */
const RECENT_REQUESTS = 1000;
/** The hour that just began says little by itself. */
const RECENT_HOURS = 2;

export async function listIncomingWebhooks(
  ctx: Context,
  query: ListIncomingWebhooksQuery,
): Promise<Page<IncomingWebhook>> {
  authorize(ctx, "incoming_webhooks:read");
  const before = decodeIdCursor(query.cursor);
  const rows = await selectWebhooks()
    .where(
      and(
        own(ctx),
        before ? lt(incomingWebhooks.id, before) : undefined,
        query.status ? inArray(incomingWebhooks.status, query.status) : undefined,
        query.action ? inArray(incomingWebhooks.action, query.action) : undefined,
        query.q ? matches(query.q) : undefined,
      ),
    )
    .orderBy(desc(incomingWebhooks.id))
    .limit(query.limit + 1);
  return toPage(rows, { limit: query.limit, toItem: toWebhook, cursorOf: (row) => row.id });
}

export async function getIncomingWebhook(ctx: Context, id: string): Promise<IncomingWebhook> {
  authorize(ctx, "incoming_webhooks:read");
  const [row] = await selectWebhooks().where(and(own(ctx), eq(incomingWebhooks.id, id)));
  if (!row) throw new NotFoundError("incoming webhook");
  return toWebhook(row);
}

/** Counted by the hour as requests come, so nothing here grows with the log. */
export async function getIncomingStats(ctx: Context, id: string): Promise<IncomingStats> {
  const [stats] = await listIncomingStats(ctx, [id]);
  if (!stats) throw new NotFoundError("incoming webhook");
  const { webhookId: _, ...own } = stats;
  return { ...own, p95Ms: await recentP95(id) };
}

/** Of those that a sender waited for, however many there are. */
async function recentP95(id: string): Promise<number | null> {
  const since = firstUuidAt(Date.now() - STATS_HOURS * HOUR_MS);
  const [row] = await database().execute<{ p95: number | null }>(sql`
    select percentile_disc(0.95) within group (order by recent.duration_ms)::int as p95
    from (select duration_ms, replay_of from incoming_requests where webhook_id = ${id} and id >= ${since}::uuid
          order by id desc limit ${RECENT_REQUESTS}) recent
    where recent.replay_of is null`);
  return row?.p95 ?? null;
}

/** The same for many webhooks at once; ids of others are left out. */
export async function listIncomingStats(ctx: Context, ids: string[]): Promise<ListedIncomingStats[]> {
  authorize(ctx, "incoming_webhooks:read");
  const firstMs = Math.floor(Date.now() / HOUR_MS) * HOUR_MS - (STATS_HOURS - 1) * HOUR_MS;
  const rows = await database()
    .select({ id: incomingWebhooks.id, counts: incomingWebhookStats })
    .from(incomingWebhooks)
    .leftJoin(
      incomingWebhookStats,
      and(
        eq(incomingWebhookStats.webhookId, incomingWebhooks.id),
        gte(incomingWebhookStats.hour, new Date(firstMs)),
      ),
    )
    .where(and(own(ctx), inArray(incomingWebhooks.id, ids)));
  const known = [...new Set(rows.map((row) => row.id))];
  return known.map((id) =>
    toStats(
      id,
      rows.flatMap((row) => (row.id === id && row.counts ? [row.counts] : [])),
      firstMs,
    ),
  );
}

function toStats(
  webhookId: string,
  rows: (typeof incomingWebhookStats.$inferSelect)[],
  firstMs: number,
): ListedIncomingStats {
  const byHour = new Map(rows.map((row) => [row.hour.getTime(), row]));
  const hours = Array.from({ length: STATS_HOURS }, (_, index) => {
    const hour = firstMs + index * HOUR_MS;
    const { accepted = 0, duplicate = 0, rejected = 0, onPreviousSecret = 0 } = byHour.get(hour) ?? {};
    return { hour: new Date(hour).toISOString(), accepted, duplicate, rejected, onPreviousSecret };
  });
  const sum = (field: "accepted" | "duplicate" | "rejected" | "onPreviousSecret", lastHours = STATS_HOURS) =>
    hours.slice(-lastHours).reduce((total, hour) => total + hour[field], 0);
  const requests = sum("accepted") + sum("duplicate") + sum("rejected");
  const durationMs = rows.reduce((total, row) => total + row.durationMs, 0);
  return {
    webhookId,
    averageMs: requests === 0 ? null : Math.round(durationMs / requests),
    accepted: sum("accepted"),
    duplicate: sum("duplicate"),
    rejected: sum("rejected"),
    onPreviousSecret: sum("onPreviousSecret", RECENT_HOURS),
    hours: hours.map(({ onPreviousSecret: _, ...hour }) => hour),
  };
}

/** By its name, or by a part of its URL, which may be pasted whole. */
function matches(q: string) {
  const key = q.split("/").at(-1) || q;
  return or(contains(incomingWebhooks.name, q), contains(incomingWebhooks.key, key));
}

function own(ctx: Context) {
  return and(eq(incomingWebhooks.organizationId, ctx.organizationId), isNull(incomingWebhooks.deletedAt));
}

function selectWebhooks() {
  return database()
    .select({
      id: incomingWebhooks.id,
      name: incomingWebhooks.name,
      key: incomingWebhooks.key,
      action: incomingWebhooks.action,
      signatureScheme: incomingWebhooks.signatureScheme,
      signature: incomingWebhooks.signature,
      requireTimestamp: incomingWebhooks.requireTimestamp,
      mapping: incomingWebhooks.mapping,
      defaults: incomingWebhooks.defaults,
      conditions: incomingWebhooks.conditions,
      correlationKey: incomingWebhooks.correlationKey,
      rules: incomingWebhooks.rules,
      otherwise: incomingWebhooks.otherwise,
      onClosed: incomingWebhooks.onClosed,
      allowedCidrs: incomingWebhooks.allowedCidrs,
      status: incomingWebhooks.status,
      holdWhilePaused: incomingWebhooks.holdWhilePaused,
      keepsHeld: incomingWebhooks.keepsHeld,
      heldRequests: countWaiting("held"),
      queuedRequests: countWaiting("queued"),
      newestHeldId: sql<string | null>`greatest(${newestWaiting("held")}, ${newestWaiting("queued")})`,
      quarantinedRequests: countQuarantined(),
      refusedBytes: sql<number>`coalesce((select b.bytes from incoming_refused_bytes b
        where b.scope = incoming_webhooks.id::text), 0)::float8`,
      ratePerMinute: incomingWebhooks.ratePerMinute,
      maxBodyBytes: incomingWebhooks.maxBodyBytes,
      secretHint: incomingWebhooks.secretHint,
      pausedAt: incomingWebhooks.pausedAt,
      pausedBy: incomingWebhooks.pausedBy,
      pauseNote: incomingWebhooks.pauseNote,
      previousSecretExpiresAt: incomingWebhooks.previousSecretExpiresAt,
      previousSecretLastUsedAt: incomingWebhooks.previousSecretLastUsedAt,
      lastRequestAt: incomingWebhooks.lastRequestAt,
      createdAt: incomingWebhooks.createdAt,
      updatedAt: incomingWebhooks.updatedAt,
    })
    .from(incomingWebhooks);
}

/** The selected webhook's id, written out: as a column of the only table it would be taken for the request's own. */
const WEBHOOK_ID = sql`incoming_webhooks.id`;

function countWaiting(result: WaitingResult) {
  const waiting = selectWaiting({ webhookId: WEBHOOK_ID, result, limit: COUNT_LIMIT });
  return sql<number>`(select count(*)::int from (${waiting}) as waiting)`;
}

function newestWaiting(result: WaitingResult): SQL {
  const newest = selectWaiting({ webhookId: WEBHOOK_ID, result, order: "newest", limit: 1 });
  return sql`(select id from (${newest}) as newest)`;
}

function countQuarantined() {
  return sql<number>`(select count(*)::int from (
    select 1 from incoming_requests r
    where r.webhook_id = ${WEBHOOK_ID} and r.reason in ${[...MENDABLE_REASONS]} and r.is_body_kept
    limit ${COUNT_LIMIT}) as quarantined)`;
}

type WebhookRow = Awaited<ReturnType<typeof selectWebhooks>>[number];

function toWebhook({ key, pausedAt, pausedBy, pauseNote, ...row }: WebhookRow): IncomingWebhook {
  const previousSecretExpiresAt = overlapEnd(row.previousSecretExpiresAt);
  const { warning } = schemeOf(row);
  return {
    ...row,
    ...storedRulesSchema.parse(row),
    sender: senderOf(row),
    warnings: warning === undefined ? [] : [warning],
    refusedBytesMax: refusedBytesMax().ofWebhook,
    url: incomingUrl(key),
    paused: pausedAt === null ? null : { at: pausedAt.toISOString(), by: pausedBy, note: pauseNote },
    previousSecretExpiresAt,
    previousSecretLastUsedAt:
      (previousSecretExpiresAt && row.previousSecretLastUsedAt?.toISOString()) ?? null,
    lastRequestAt: row.lastRequestAt?.toISOString() ?? null,
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  };
}
