import "server-only";
import { and, eq, type SQL, sql } from "drizzle-orm";
import { database } from "@/db/client";
import { events } from "@/db/schema";
import { firstUuidAt } from "@/db/uuid";
import { IS_HELD } from "@/features/deliveries/predicates";
import { matchesPattern } from "@/features/event-catalog/patterns";
import { readScopeOf } from "@/features/event-catalog/read-scopes";
import { compileFilter } from "@/features/event-filter/compile";
import { conditionsOf } from "@/features/event-filter/conditions";
import { checkConditions } from "@/features/event-filter/queries";
import { FILTER_MATCHES, LEVEL_MATCHES } from "@/features/events/match";
import { PREVIEW_DAYS } from "@/features/subscriptions/preview-days";
import {
  type CheckSubscription,
  PREVIEW_MAX_EVENTS,
  type PreviewSubscription,
  type SubscriptionCheck,
  type SubscriptionPreview,
} from "@/features/subscriptions/preview-schema";
import { getSubscription } from "@/features/subscriptions/queries";
import { authorizeReading } from "@/features/subscriptions/rules";
import type { Subscription } from "@/features/subscriptions/schema";
import { widenedTypes } from "@/features/subscriptions/widening";
import { COUNT_LIMIT } from "@/lib/bounded-count";
import { actorUserId, authorize, type Context } from "@/lib/context";
import { NotFoundError } from "@/lib/errors";
import { DAY_MS } from "@/lib/time";

/** Of all their data. */
const PREVIEW_MAX_BYTES = 32 * 1024 * 1024;

type Draft = Pick<
  Subscription,
  "eventTypes" | "subscriptionLevel" | "teamIds" | "sequenceIds" | "accountId" | "filter"
> & { ownerId: number };

/**
 * How many of the newest events a subscription would get, and, of one that exists, gets as it is. It takes what saving it would: a filter that
 * is tried out tells what is in the events.
 */
export async function previewSubscription(
  ctx: Context,
  input: PreviewSubscription,
): Promise<SubscriptionPreview> {
  const { draft, stored } = await readDraft(ctx, input);
  const { types: recentTypes, ...recent } = await listRecent(ctx);
  const drafts = [draft, ...(stored ? [toDraft(stored)] : [])];
  const types = await countMatches(ctx, { types: recentTypes, drafts });
  const sum = (field: "matches" | "matchesNow") => types.reduce((total, one) => total + (one[field] ?? 0), 0);
  return {
    ...recent,
    matches: sum("matches"),
    matchesNow: stored ? sum("matchesNow") : null,
    types: types.map((one) => ({ ...one, matchesNow: stored ? one.matchesNow : null })),
    waitingDeliveries: stored ? await countWaiting(stored.id) : null,
  };
}

/** Whether an event would go to a subscription, and for what it would not. */
export async function checkSubscription(ctx: Context, input: CheckSubscription): Promise<SubscriptionCheck> {
  const { draft } = await readDraft(ctx, input);
  const event = "id" in input.event ? await readEvent(ctx, input.event.id) : pastedEvent(input.event);
  const [row] = await database().execute<{ level: boolean }>(sql`
    select (${LEVEL_MATCHES}) is true as level
    from ${asSubscriptions([draft])}
    cross join (select ${event.teamId}::int as team_id, ${event.accountId}::int as account_id, ${event.sequenceId}::bigint as sequence_id) e`);
  const { filter } = draft;
  const [holds = []] = filter
    ? await checkConditions(sql`select 'event' as id, ${event.data}::text as data`, [{ id: "event", filter }])
    : [];
  const passes = !filter || (filter.any ? holds.includes(true) : !holds.includes(false));
  const type = covers(draft, event.type);
  const level = row?.level ?? false;
  return {
    isMatch: type && level && passes,
    type,
    level,
    filter: passes,
    conditions: filter
      ? conditionsOf(filter).map((condition, index) => ({ ...condition, holds: holds[index] ?? false }))
      : [],
  };
}

async function readDraft(
  ctx: Context,
  { subscriptionId, ...input }: Omit<PreviewSubscription, "event">,
): Promise<{ draft: Draft; stored: Subscription | null }> {
  authorize(ctx, "subscriptions:write");
  const stored = subscriptionId === undefined ? null : await getSubscription(ctx, subscriptionId);
  authorizeReading(ctx, stored ? widenedTypes(stored, input) : (input.eventTypes ?? []));
  const before = stored ? toDraft(stored) : { ...EMPTY, ownerId: actorUserId(ctx) ?? 0 };
  return {
    stored,
    draft: {
      ownerId: before.ownerId,
      eventTypes: input.eventTypes ?? before.eventTypes,
      subscriptionLevel: input.subscriptionLevel ?? before.subscriptionLevel,
      teamIds: input.teamIds ?? before.teamIds,
      sequenceIds: input.sequenceIds ?? before.sequenceIds,
      accountId: input.accountId === undefined ? before.accountId : input.accountId,
      filter: input.filter === undefined ? before.filter : input.filter,
    },
  };
}

const EMPTY: Omit<Draft, "ownerId"> = {
  eventTypes: [],
  subscriptionLevel: "organization",
  teamIds: [],
  sequenceIds: [],
  accountId: null,
  filter: null,
};

function toDraft({ createdBy, ...stored }: Subscription): Draft {
  return { ...stored, ownerId: createdBy.id };
}

/** The newest events of the last days, but no more of them than can be read while somebody waits. */
function recentEvents(ctx: Context): SQL {
  return sql`(
    select *, sum(octet_length(data)) over (order by id desc) <= ${PREVIEW_MAX_BYTES} as is_looked_at
    from (
      select id, type, data, team_id, account_id, sequence_id, created_at from events
      where organization_id = ${ctx.organizationId} and not is_test
        and id >= ${firstUuidAt(Date.now() - PREVIEW_DAYS * DAY_MS)}::uuid
      order by id desc limit ${PREVIEW_MAX_EVENTS}
    ) newest
  )`;
}

interface Recent {
  types: string[];
  events: number;
  since: string;
  isCapped: boolean;
}

async function listRecent(ctx: Context): Promise<Recent> {
  const rows = await database().execute<{
    type: string;
    events: number;
    found: number;
    since: string | null;
  }>(sql`
    select type, count(*) filter (where is_looked_at)::int as events, count(*)::int as found,
           min(extract(epoch from created_at)) filter (where is_looked_at)::float8 * 1000 as since
    from ${recentEvents(ctx)} recent group by type`);
  const events = rows.reduce((sum, row) => sum + row.events, 0);
  const found = rows.reduce((sum, row) => sum + row.found, 0);
  const isCapped = found > events || found >= PREVIEW_MAX_EVENTS;
  const oldestMs = Math.min(...rows.map(({ since }) => Number(since ?? Number.POSITIVE_INFINITY)));
  const sinceMs = isCapped && Number.isFinite(oldestMs) ? oldestMs : Date.now() - PREVIEW_DAYS * DAY_MS;
  return { types: rows.map(({ type }) => type), events, isCapped, since: new Date(sinceMs).toISOString() };
}

/** By type, for the draft and, as `matchesNow`, for the second one. */
async function countMatches(
  ctx: Context,
  { types, drafts }: { types: string[]; drafts: Draft[] },
): Promise<{ type: string; matches: number; matchesNow: number }[]> {
  const filtered = types.filter((type) => drafts.some((draft) => draft.filter && covers(draft, type)));
  return database().execute<{ type: string; matches: number; matchesNow: number }>(sql`
    select e.type, count(*) filter (where s.position = 0)::int as matches,
           count(*) filter (where s.position = 1)::int as "matchesNow"
    from (
      select *, case when type = any (array(select jsonb_array_elements_text(${JSON.stringify(filtered)}::jsonb)))
                     then event_json(data) end as payload
      from ${recentEvents(ctx)} recent where is_looked_at offset 0
    ) e
    join ${asSubscriptions(drafts, types)} on e.type = any (s.types) and ${LEVEL_MATCHES} and ${FILTER_MATCHES}
    group by e.type order by e.type`);
}

/** Drafts as the rows `s` that the rules of matching are written for. */
function asSubscriptions(drafts: Draft[], types: string[] = []): SQL {
  const rows = drafts.map((draft, position) => ({
    position,
    types: types.filter((type) => covers(draft, type)),
    subscription_level: draft.subscriptionLevel,
    team_ids: draft.teamIds,
    sequence_ids: draft.sequenceIds,
    account_id: draft.accountId,
    created_by: draft.ownerId,
    filter_path: draft.filter && compileFilter(draft.filter),
  }));
  return sql`(
    select position, types, subscription_level, team_ids, sequence_ids, account_id, created_by,
           filter_path::jsonpath as filter_path
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as drafts(
      position int, types text[], subscription_level text, team_ids int[], sequence_ids bigint[], account_id int,
      created_by int, filter_path text)
    offset 0 -- or the path would be parsed again for each event
  ) s`;
}

function covers({ eventTypes }: Draft, type: string): boolean {
  return eventTypes.some((pattern) => matchesPattern(pattern, type));
}

async function countWaiting(subscriptionId: string): Promise<number> {
  const [row] = await database().execute<{ waiting: number }>(sql`
    select count(*)::int as waiting from (
      select 1 from open_deliveries q where q.subscription_id = ${subscriptionId}
      union all
      select 1 from deliveries d where d.subscription_id = ${subscriptionId} and ${IS_HELD}
      limit ${COUNT_LIMIT}
    ) counted`);
  return row?.waiting ?? 0;
}

interface CheckedEvent {
  type: string;
  data: string;
  teamId: number | null;
  accountId: number | null;
  sequenceId: number | null;
}

async function readEvent(ctx: Context, id: string): Promise<CheckedEvent> {
  authorize(ctx, "events:read");
  const { type, data, teamId, accountId, sequenceId } = events;
  const [event] = await database()
    .select({ type, data, teamId, accountId, sequenceId })
    .from(events)
    .where(and(eq(events.organizationId, ctx.organizationId), eq(events.id, id)));
  if (!event) throw new NotFoundError("event");
  authorize(ctx, readScopeOf(event.type));
  return event;
}

function pastedEvent({ data, ...event }: Exclude<CheckSubscription["event"], { id: string }>): CheckedEvent {
  const { type, teamId = null, accountId = null, sequenceId = null } = event;
  return { type, teamId, accountId, sequenceId, data: JSON.stringify(data) };
}
