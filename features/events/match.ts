import "server-only";
import { sql } from "drizzle-orm";
import { database } from "@/db/client";
import { eventPatterns } from "@/features/event-catalog/patterns";
import { withheldFrom } from "@/features/event-catalog/withheld";
import { conditionsOf } from "@/features/event-filter/conditions";
import { checkConditions } from "@/features/event-filter/queries";
import { type FilterCondition, type PayloadFilter, storedFilterSchema } from "@/features/event-filter/schema";
import type { MissReason } from "@/features/events/schema";
import type { Context } from "@/lib/context";

const EXPLAINED_SUBSCRIPTIONS = 100;

/** Whether the level of subscription `s` agrees with the scope of event `e`: the one rule that fan-out and its explanation share. */
export const LEVEL_MATCHES = sql.raw(`
  case s.subscription_level
    when 'organization' then true
    when 'team' then e.team_id is not null and (s.team_ids = '{}' or e.team_id = any (s.team_ids))
    when 'account' then e.account_id = coalesce(s.account_id, s.created_by)
    when 'sequence' then e.sequence_id is not null
      and (s.sequence_ids = '{}' or e.sequence_id = any (s.sequence_ids))
  end`);

/** Whether the data of event `e`, with `event_json` of it as `payload`, passes the filter of subscription `s`. */
export const FILTER_MATCHES = sql.raw("(s.filter_path is null or e.payload @@ s.filter_path)");

interface Miss {
  event_id: string;
  subscription_id: string;
  subscription_name: string;
  reason: MissReason;
  /** The first of the filter's conditions that does not hold though it must, for who may read the data and the filter. */
  failedCondition: FilterCondition | null;
}

/** For each of the events, the subscriptions that have no delivery of it, and why not; the first 100 subscriptions of the organization. */
export async function listMisses(ctx: Context, events: { id: string; type: string }[]): Promise<Miss[]> {
  const asked = events.map(({ id, type }) => ({ id, patterns: eventPatterns(type) }));
  const misses = await database().execute<MissRow>(sql`
    select e.id as event_id, e.type as event_type, s.id as subscription_id, s.name as subscription_name, s.filter,
           case when not s.event_types && asked.patterns then 'type_not_listed'
                when (${LEVEL_MATCHES}) is not true then 'other_' || s.subscription_level::text
                when ${FILTER_MATCHES} is not true then 'filtered_out'
                when s.created_at > e.created_at then 'created_later'
                else 'changed_later'
           end as reason
    from jsonb_to_recordset(${JSON.stringify(asked)}::jsonb) as asked(id uuid, patterns text[])
    cross join lateral (
      select *, event_json(data) as payload from events
      where id = asked.id and organization_id = ${ctx.organizationId} offset 0
    ) e
    cross join lateral (
      select * from subscriptions
      where organization_id = ${ctx.organizationId} and deleted_at is null
      order by id limit ${EXPLAINED_SUBSCRIPTIONS}
    ) s
    where not exists (select 1 from deliveries d where d.event_id = e.id and d.subscription_id = s.id)
    order by s.id`);
  const failed = await failedConditions(ctx, misses);
  return misses.map(({ filter: _, event_type: __, ...miss }, index) => ({
    ...miss,
    failedCondition: failed.get(index) ?? null,
  }));
}

interface MissRow extends Record<string, unknown>, Omit<Miss, "failedCondition"> {
  event_type: string;
  filter: unknown;
}

/** By the place of the miss. What is in an event can be told from its conditions, so they are for who may read both. */
async function failedConditions(ctx: Context, misses: MissRow[]): Promise<Map<number, FilterCondition>> {
  if (!ctx.permissions.has("subscriptions:read")) return new Map();
  const asked = misses.flatMap(({ reason, event_id, event_type, filter }, index) =>
    reason === "filtered_out" && !withheldFrom(ctx, event_type)
      ? [{ index, id: event_id, filter: storedFilterSchema.parse(filter) }]
      : [],
  );
  const source = sql`select id, data from events where organization_id = ${ctx.organizationId} and id in ${asked.map(({ id }) => id)}`;
  const holds = await checkConditions(source, asked);
  return new Map(
    asked.flatMap(({ index, filter }, place) => {
      const condition = failedCondition(filter, holds[place] ?? []);
      return condition ? [[index, condition] as const] : [];
    }),
  );
}

/** Where any of several would have done, none of them alone is why. */
function failedCondition(filter: PayloadFilter, holds: boolean[]): FilterCondition | undefined {
  const conditions = conditionsOf(filter);
  return filter.any && conditions.length > 1 ? undefined : conditions[holds.indexOf(false)];
}
