import "server-only";
import { type SQL, sql } from "drizzle-orm";
import { database } from "@/db/client";
import { enqueued } from "@/features/deliveries/transitions";
import { WAKE } from "@/features/deliveries/wake";
import { eventPatterns } from "@/features/events/catalog/catalog";
import { FILTER_MATCHES, LEVEL_MATCHES } from "@/features/events/match";
import { OWNER_JOIN, ownerMayGet } from "@/features/events/owner-rule";
import { assertPayloadsFit } from "@/features/events/payload";
import type { PublishEvent, PublishedEvent } from "@/features/events/schema";
import { IS_ACTIVE } from "@/features/subscriptions/predicates";
import { actorLabel, actorName, authorize, type Context } from "@/lib/context";

/** `publishEvents` for one. */
export async function publishEvent(ctx: Context, input: PublishEvent): Promise<PublishedEvent> {
  authorize(ctx, "events:write");
  await assertPayloadsFit(ctx, [input]);
  const [stored] = await storeEvents(ctx, [input]);
  if (!stored) throw new Error("no event was stored");
  return stored;
}

/**
 * Stores events and one delivery for each subscription that matches, in one statement: whatever transaction the caller is in, the
 * events exist exactly if it commits. The event rows are their own record of who published, so no audit row is written.
 * Throws InvalidError, and stores none, when one has an unknown type or data that does not fit it.
 */
export async function publishEvents(ctx: Context, inputs: PublishEvent[]): Promise<PublishedEvent[]> {
  authorize(ctx, "events:write");
  await assertPayloadsFit(ctx, inputs, (index) => ["events", String(index)]);
  return storeEvents(ctx, inputs);
}

/** An event of our own, and what it is about. */
interface OwnEvent extends PublishEvent {
  subject?: { type: string; id: string };
}

/** `publishEvents` for events that our own code made: no permission is needed to have something happen. */
export async function storeEvents(ctx: Context, inputs: OwnEvent[]): Promise<PublishedEvent[]> {
  const stored = await database().execute<StoredEvent>(sql`
    with given as materialized (
      select uuidv7() as id, x.*
      from jsonb_to_recordset(${JSON.stringify(inputs.map(toRow))}::jsonb) as x(
        position int, type text, data text, team_id int, account_id int, sequence_id bigint,
        occurred_at timestamptz, subject_type text, subject_id text, patterns text[])
      order by x.position
    ), input as materialized (
      select given.*, case when ${isFiltered(ctx)} then event_json(data) end as payload from given
    ), stored as (
      insert into events (id, organization_id, type, data, team_id, account_id, sequence_id, actor, actor_name, occurred_at,
                          subject_type, subject_id, request_id, hops)
      select id, ${ctx.organizationId}, type, data, team_id, account_id, sequence_id, ${actorLabel(ctx)}, ${actorName(ctx)},
             coalesce(occurred_at, now()), subject_type, subject_id, ${ctx.cause?.requestId ?? null}::uuid,
             ${ctx.cause?.hops ?? 0}
      from input
    ), fanned_out as (${fanOut(ctx)}), woken as (
      select count(${WAKE}) from (select from fanned_out where is_due limit 1) due
    )
    select e.id, e.type, to_char(now() at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as created_at,
           coalesce(f.deliveries, 0) as deliveries
    from input e
    left join (select event_id, count(*)::int as deliveries from fanned_out group by event_id) f on f.event_id = e.id
    cross join woken
    order by e.position
  `);
  return stored.map(({ created_at, ...event }) => ({ ...event, createdAt: created_at }));
}

interface StoredEvent extends Record<string, unknown> {
  id: string;
  type: string;
  created_at: string;
  deliveries: number;
}

function toRow(event: OwnEvent, position: number) {
  return {
    position,
    type: event.type,
    data: JSON.stringify(event.data),
    team_id: event.teamId ?? null,
    account_id: event.accountId ?? null,
    sequence_id: event.sequenceId ?? null,
    occurred_at: event.occurredAt ?? null,
    subject_type: event.subject?.type ?? null,
    subject_id: event.subject?.id ?? null,
    patterns: eventPatterns(event.type),
  };
}

/** Whether a subscription asks what is in the data of an event `given`: reading it for nothing would cost every publish. */
function isFiltered(ctx: Context): SQL {
  const filtered = sql`from subscriptions f
    where f.organization_id = ${ctx.organizationId} and f.filter_path is not null and f.deleted_at is null`;
  return sql`(select exists (select 1 ${filtered})) and exists (select 1 ${filtered} and f.event_types && given.patterns)`;
}

/** One delivery for each event `e` of `input` and subscription that matches it. */
function fanOut(ctx: Context): SQL {
  return sql`
      insert into deliveries (organization_id, subscription_id, event_id, event_type, event_name, format, max_attempts,
                              status, next_attempt_at, due_at)
      select s.organization_id, s.id, e.id, e.type, s.event_names ->> e.type, s.format, cardinality(s.retry_delays_seconds) + 1, ${enqueued(sql`goes.out`)}
      from input e
      join subscriptions s
        on s.organization_id = ${ctx.organizationId}
       and s.deleted_at is null
       and s.event_types && e.patterns
       and ${LEVEL_MATCHES}
       and ${FILTER_MATCHES}
      ${OWNER_JOIN}
      cross join lateral (select ${IS_ACTIVE} and ${ownerMayGet("e.type")} as out) goes
      returning event_id, due_at is not null as is_due`;
}
