import "server-only";
import { sql } from "drizzle-orm";
import { isInTransaction, isUndone, queryPrepared, send, textOf } from "@/db/client";
import { enqueued, QUEUED_COLUMNS, queued } from "@/features/deliveries/transitions";
import { WAKE } from "@/features/deliveries/wake";
import { eventPatterns } from "@/features/event-catalog/catalog";
import { isApartFromEvery } from "@/features/event-catalog/patterns";
import { FILTER_MATCHES, LEVEL_MATCHES } from "@/features/events/match";
import { assertPayloadsFit } from "@/features/events/payload";
import type { PublishEvent, PublishedEvent } from "@/features/events/schema";
import { OWNER_JOIN, ownerMayGet } from "@/features/subscription-states/owner-rule";
import { IS_ACTIVE } from "@/features/subscription-states/predicates";
import { createBatcher } from "@/lib/batcher";
import { actorLabel, actorName, authorize, type Context } from "@/lib/context";
import { assertNoIssues } from "@/lib/errors";
import { processWide } from "@/lib/process-wide";

/** `publishEvents` for one. */
export async function publishEvent(ctx: Context, input: PublishEvent): Promise<PublishedEvent> {
  authorize(ctx, "events:write");
  assertNotOurs([input]);
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
  assertNotOurs(inputs, "events");
  await assertPayloadsFit(ctx, inputs, (index) => ["events", String(index)]);
  return storeEvents(ctx, inputs);
}

/** An entry of the audit log that somebody made up would be believed. */
function assertNotOurs(inputs: PublishEvent[], list?: string): void {
  const issues = inputs.flatMap(({ type }, index) =>
    isApartFromEvery(type)
      ? [
          {
            path: list ? `${list}.${index}.type` : "type",
            message: `${type} is made by the audit log alone.`,
          },
        ]
      : [],
  );
  assertNoIssues(issues);
}

/** An event of our own, and what it is about. */
interface OwnEvent extends PublishEvent {
  subject?: { type: string; id: string };
}

/** One delivery for each event `e` of `input` and subscription that matches it. */
const FAN_OUT = sql`
      insert into deliveries as d (organization_id, subscription_id, event_id, event_type, event_name, format, max_attempts,
                              status, next_attempt_at)
      select s.organization_id, s.id, e.id, e.type, s.event_names ->> e.type, s.format, cardinality(s.retry_delays_seconds) + 1, ${enqueued(sql`goes.out`)}
      from (select distinct organization_id from input) at
      cross join lateral (
        select * from subscriptions where organization_id = at.organization_id and deleted_at is null offset 0
      ) s
      join input e
        on e.organization_id = s.organization_id
       and s.event_types && e.patterns
       and ${LEVEL_MATCHES}
       and ${FILTER_MATCHES}
      ${OWNER_JOIN}
      cross join lateral (select ${IS_ACTIVE} and ${ownerMayGet("e.type")} as out) goes
      -- Their ids, and so every list, in the order of the events and of the subscriptions.
      order by e.ordinality, s.id
      returning ${QUEUED_COLUMNS}, d.event_id`;

/** `$1` is a JSON array of what `toRow` makes. */
export const STORE_EVENTS = textOf(sql`
    with given as materialized (
      select uuidv7() as id, x.*
      from rows from (jsonb_to_recordset($1::text::jsonb) as (
        organization_id int, type text, data text, team_id int, account_id int, sequence_id bigint, occurred_at timestamptz,
        subject_type text, subject_id text, request_id uuid, hops smallint, actor text, actor_name text, patterns text[]
      )) with ordinality as x
      order by x.ordinality
    ), input as materialized (
      -- Reading the data for nothing would cost every publish: only where a subscription asks what is in it.
      select given.*, case when exists (
        select from subscriptions f
        where f.organization_id = given.organization_id and f.filter_path is not null and f.deleted_at is null
          and f.event_types && given.patterns
      ) then event_json(data) end as payload
      from given
    ), stored as (
      insert into events (id, organization_id, type, data, team_id, account_id, sequence_id, actor, actor_name, occurred_at,
                          subject_type, subject_id, request_id, hops)
      select id, organization_id, type, data, team_id, account_id, sequence_id, actor, actor_name, coalesce(occurred_at, now()),
             subject_type, subject_id, request_id, hops
      from input
    ), fanned_out as (${FAN_OUT}), queued as (${queued(sql`fanned_out`)}), woken as (
      select count(${WAKE}) from (select from fanned_out where next_attempt_at is not null limit 1) due
    )
    select e.id, e.type, to_char(now() at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "createdAt",
           coalesce(f.deliveries, 0) as deliveries
    from input e
    left join (select event_id, count(*)::int as deliveries from fanned_out group by event_id) f on f.event_id = e.id
    cross join woken
    order by e.ordinality`);

const MAX_TOGETHER = 100;
/** In characters of its row. A larger event would hold up those beside it. */
const MAX_SIZE_TOGETHER = 16 * 1024;

const together = processWide("publishing", () => createBatcher(store, MAX_TOGETHER, isUndone));

/**
 * `publishEvents` for events that our own code made: no permission is needed to have something happen. Single ones that are published at the same
 * time share a statement, and its commit.
 */
export async function storeEvents(ctx: Context, inputs: OwnEvent[]): Promise<PublishedEvent[]> {
  const rows = toRows(ctx, inputs);
  const [only = ""] = rows;
  const isAlone = rows.length !== 1 || only.length > MAX_SIZE_TOGETHER || isInTransaction();
  return isAlone ? store(rows) : [await together.push(only)];
}

/** The same in the transaction that the caller is in, which waits for nothing but its commit. */
export function sendEvents(ctx: Context, inputs: OwnEvent[]): Promise<void> {
  return send({ sql: STORE_EVENTS, params: paramsOf(toRows(ctx, inputs)) });
}

function store(rows: string[]): Promise<PublishedEvent[]> {
  return queryPrepared<PublishedEvent>(STORE_EVENTS, paramsOf(rows));
}

function paramsOf(rows: string[]): string[] {
  return [`[${rows.join()}]`];
}

function toRows(ctx: Context, inputs: OwnEvent[]): string[] {
  return inputs.map((event) => JSON.stringify(toRow(ctx, event)));
}

function toRow(ctx: Context, event: OwnEvent) {
  return {
    organization_id: ctx.organizationId,
    type: event.type,
    data: JSON.stringify(event.data),
    team_id: event.teamId,
    account_id: event.accountId,
    sequence_id: event.sequenceId,
    occurred_at: event.occurredAt,
    subject_type: event.subject?.type,
    subject_id: event.subject?.id,
    request_id: ctx.cause?.requestId,
    hops: ctx.cause?.hops ?? 0,
    actor: actorLabel(ctx),
    actor_name: actorName(ctx),
    patterns: eventPatterns(event.type),
  };
}
