import "server-only";
import { type SQL, sql } from "drizzle-orm";
import { database } from "@/db/client";
import { firstUuidAt } from "@/db/uuid";
import { IS_FAILED, IS_HELD } from "@/features/deliveries/predicates";
import { selectWaiting, type WaitingResult } from "@/features/incoming-webhooks/select-waiting";
import {
  ATTENTION_KINDS,
  type Attention,
  type AttentionKind,
  type AttentionList,
} from "@/features/overview/schema";
import {
  OWNER_GETS_ALL,
  OWNER_GETS_SOME,
  OWNER_JOIN,
  ownerMayGet,
} from "@/features/subscription-states/owner-rule";
import { IS_ACTIVE, IS_DISABLED, IS_PAUSED, IS_UNVERIFIED } from "@/features/subscription-states/predicates";
import { FAILING_SHARE, MIN_FAILURES } from "@/features/subscriptions/verdict";
import { COUNT_LIMIT } from "@/lib/bounded-count";
import type { Context } from "@/lib/context";
import type { Scope } from "@/lib/scopes";
import { DAY_MS, MINUTE_MS } from "@/lib/time";

const MAX_OF_A_KIND = 10;
const REJECTED_SHARE = 0.2;
const TOKEN_NOTICE_DAYS = 14;
/**
 * What a burst leaves in line is gone with the next minute of the webhook's limit, and nobody has to know. What waits for longer shows that more
 * comes than the limit lets through, or that nobody works through the line.
 */
const QUEUE_NOTICE_MS = 2 * MINUTE_MS;

interface Source {
  scope: Scope;
  /** Selects id, name, count, of, at_ms and detail. */
  select(ctx: Context): SQL;
}

const SOURCES: Record<AttentionKind, Source> = {
  inngest_silent: {
    scope: "deliveries:read",
    select: () => sql`
      select null::uuid as id, null as name, null::int as count, null::int as of, ${ms(sql`inngest_silent_since`)} as at_ms,
        null as detail
      from installation where inngest_silent_since is not null`,
  },
  subscription_disabled: {
    scope: "subscriptions:read",
    select: (ctx) => sql`
      select id, name, null::int as count, null::int as of, ${ms(sql`status_changed_at`)} as at_ms, status_reason as detail
      from subscriptions s where s.organization_id = ${ctx.organizationId} and ${IS_DISABLED}
      order by status_changed_at desc`,
  },
  subscription_owner: {
    scope: "subscriptions:read",
    select: (ctx) => sql`
      select s.id, s.name, held.count, null::int as of, null::float8 as at_ms, owner.name as detail
      from subscriptions s ${OWNER_JOIN}
      join users owner on owner.id = s.created_by
      cross join lateral (
        select count(*)::int as count from (
          select 1 from deliveries d where d.subscription_id = s.id and ${IS_HELD}
            and not ${ownerMayGet("d.event_type")} limit ${COUNT_LIMIT}) waiting
      ) held
      where s.organization_id = ${ctx.organizationId} and ${IS_ACTIVE}
        and not ${OWNER_GETS_ALL} and (held.count > 0 or not ${OWNER_GETS_SOME})
      order by held.count desc, s.id`,
  },
  subscription_failing: {
    scope: "subscriptions:read",
    select: (ctx) => sql`
      select s.id, s.name, t.failed as count, t.failed + t.succeeded as of, ${ms(sql`h.failing_since`)} as at_ms, null as detail
      from subscriptions s
      join lateral (
        select sum(failed)::int as failed, sum(succeeded)::int as succeeded
        from subscription_stats where subscription_id = s.id and hour > now() - interval '24 hours'
      ) t on t.failed >= ${MIN_FAILURES} and t.failed > ${FAILING_SHARE}::float8 * (t.failed + t.succeeded)
      left join subscription_health h on h.subscription_id = s.id
      where s.organization_id = ${ctx.organizationId} and ${IS_ACTIVE}
      order by t.failed desc`,
  },
  deliveries_failed: {
    scope: "deliveries:read",
    select: (ctx) => sql`
      select null::uuid as id, null as name, count(*)::int as count, null::int as of, null::float8 as at_ms, null as detail
      from (select 1 from deliveries d where d.organization_id = ${ctx.organizationId} and ${IS_FAILED}
              and d.id >= ${firstUuidAt(Date.now() - DAY_MS)} limit ${COUNT_LIMIT}) failed
      having count(*) > 0`,
  },
  subscription_unverified: {
    scope: "subscriptions:read",
    select: (ctx) => sql`
      select s.id, s.name, held.count, null::int as of, null::float8 as at_ms,
        case when ${IS_UNVERIFIED} then 'target' else 'new_target' end as detail
      from subscriptions s
      cross join lateral (
        select count(*)::int as count from (
          select 1 from deliveries d where d.subscription_id = s.id and ${IS_HELD} limit ${COUNT_LIMIT}) waiting
      ) held
      where s.organization_id = ${ctx.organizationId} and s.deleted_at is null
        and (${IS_UNVERIFIED} or s.pending_target_url is not null)
      order by held.count desc, s.id`,
  },
  subscription_held: {
    scope: "subscriptions:read",
    select: (ctx) => sql`
      select s.id, s.name, held.count, null::int as of, ${ms(sql`s.status_changed_at`)} as at_ms, null as detail
      from subscriptions s
      join lateral (
        select count(*)::int as count from (
          select 1 from deliveries d where d.subscription_id = s.id and ${IS_HELD} limit ${COUNT_LIMIT}) waiting
      ) held on held.count > 0
      where s.organization_id = ${ctx.organizationId} and ${IS_PAUSED}
      order by held.count desc`,
  },
  subscription_kept: {
    scope: "subscriptions:read",
    select: (ctx) => sql`
      select s.id, s.name, kept.count, null::int as of, ${ms(sql`s.status_changed_at`)} as at_ms, null as detail
      from subscriptions s
      join lateral (
        select count(*)::int as count from (
          select 1 from deliveries d where d.subscription_id = s.id and ${IS_HELD} and d.id <= s.kept_up_to limit ${COUNT_LIMIT}) waiting
      ) kept on kept.count > 0
      where s.organization_id = ${ctx.organizationId} and s.kept_up_to is not null and ${IS_ACTIVE}
      order by kept.count desc`,
  },
  requests_rejected: {
    scope: "incoming_webhooks:read",
    select: (ctx) => sql`
      select w.id, w.name, t.rejected as count, t.total as of, null::float8 as at_ms, null as detail
      from incoming_webhooks w
      join lateral (
        select sum(rejected)::int as rejected, sum(accepted + duplicate + rejected)::int as total
        from incoming_webhook_stats where webhook_id = w.id and hour > now() - interval '24 hours'
      ) t on t.rejected >= ${MIN_FAILURES} and t.rejected > ${REJECTED_SHARE}::float8 * t.total
      where w.organization_id = ${ctx.organizationId} and w.deleted_at is null
      order by t.rejected desc`,
  },
  requests_held: {
    scope: "incoming_webhooks:read",
    select: (ctx) => sql`
      select w.id, w.name, held.count, null::int as of, null::float8 as at_ms, case when w.paused_at is null then 'resumed' end as detail
      from incoming_webhooks w
      cross join lateral (
        select count(*)::int as count from (
          select 1 from (${waitingAt("held")}) as held
          union all select 1 from (${waitingAt("queued", sql`w.status = 'paused'`)}) as queued limit ${COUNT_LIMIT}) waiting
      ) held
      where w.organization_id = ${ctx.organizationId} and w.deleted_at is null and held.count > 0
      order by held.count desc`,
  },
  requests_queued: {
    scope: "incoming_webhooks:read",
    select: (ctx) => sql`
      select w.id, w.name, queued.count, null::int as of, ${ms(sql`oldest.created_at`)} as at_ms, null as detail
      from incoming_webhooks w
      join lateral (
        select created_at from incoming_requests
        where id = (select id from (${waitingAt("queued", sql`r.id < ${firstUuidAt(Date.now() - QUEUE_NOTICE_MS)}`, 1)}) as first)
      ) oldest on true
      cross join lateral (select count(*)::int as count from (${waitingAt("queued")}) as waiting) queued
      where w.organization_id = ${ctx.organizationId} and w.deleted_at is null and w.status = 'active'
      order by queued.count desc`,
  },
  secret_overlap: {
    scope: "incoming_webhooks:read",
    select: (ctx) => sql`
      select id, name, null::int as count, null::int as of, ${ms(sql`previous_secret_expires_at`)} as at_ms, null as detail
      from incoming_webhooks
      where organization_id = ${ctx.organizationId} and deleted_at is null and previous_secret_expires_at > now()
      order by previous_secret_expires_at`,
  },
  token_expiring: {
    scope: "tokens:read",
    select: (ctx) => sql`
      select id, name, null::int as count, null::int as of, ${ms(sql`expires_at`)} as at_ms, null as detail
      from api_tokens
      where organization_id = ${ctx.organizationId} and revoked_at is null
        and expires_at > now() and expires_at < now() + make_interval(days => ${TOKEN_NOTICE_DAYS})
      order by expires_at`,
  },
};

interface Row extends Record<string, unknown> {
  id: string | null;
  name: string | null;
  count: number | null;
  of: number | null;
  at_ms: number | null;
  detail: string | null;
}

/** What somebody should look at, the most urgent kinds first; each as far as the caller may read it. */
export async function listAttention(ctx: Context): Promise<AttentionList> {
  const found = await Promise.all(
    ATTENTION_KINDS.filter((kind) => ctx.permissions.has(SOURCES[kind].scope)).map((kind) => find(ctx, kind)),
  );
  return { data: found.flat() };
}

async function find(ctx: Context, kind: AttentionKind): Promise<Attention[]> {
  const rows = await database().execute<Row>(sql`${SOURCES[kind].select(ctx)} limit ${MAX_OF_A_KIND}`);
  return rows.map(({ at_ms, ...row }) => ({
    kind,
    ...row,
    at: at_ms === null ? null : new Date(at_ms).toISOString(),
  }));
}

/** Of the webhook `w`. */
function waitingAt(result: WaitingResult, condition = sql`true`, limit = COUNT_LIMIT): SQL {
  return selectWaiting({ webhookId: sql`w.id`, result, condition, limit });
}

function ms(moment: SQL): SQL {
  return sql`extract(epoch from ${moment})::float8 * 1000`;
}
