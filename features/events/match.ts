import "server-only";
import { sql } from "drizzle-orm";
import { database } from "@/db/client";
import { eventPatterns } from "@/features/events/catalog/patterns";
import type { MissReason } from "@/features/events/schema";
import type { Context } from "@/lib/context";

const MAX_SUBSCRIPTIONS = 100;

/** Whether the level of subscription `s` agrees with the scope of event `e`: the one rule that fan-out and its explanation share. */
export const LEVEL_MATCHES = sql.raw(`
  case s.subscription_level
    when 'organization' then true
    when 'team' then e.team_id is not null and (s.team_ids = '{}' or e.team_id = any (s.team_ids))
    when 'account' then e.account_id = coalesce(s.account_id, s.created_by)
    when 'sequence' then e.sequence_id is not null
      and (s.sequence_ids = '{}' or e.sequence_id = any (s.sequence_ids))
  end`);

interface Miss extends Record<string, unknown> {
  event_id: string;
  subscription_id: string;
  subscription_name: string;
  reason: MissReason;
}

/** For each of the events, the subscriptions that have no delivery of it, and why not; the first 100 subscriptions of the organization. */
export async function listMisses(ctx: Context, events: { id: string; type: string }[]): Promise<Miss[]> {
  const asked = events.map(({ id, type }) => ({ id, patterns: eventPatterns(type) }));
  return database().execute<Miss>(sql`
    select e.id as event_id, s.id as subscription_id, s.name as subscription_name,
           case when not s.event_types && asked.patterns then 'type_not_listed'
                when (${LEVEL_MATCHES}) is not true then 'other_' || s.subscription_level::text
                when s.created_at > e.created_at then 'created_later'
                else 'changed_later'
           end as reason
    from jsonb_to_recordset(${JSON.stringify(asked)}::jsonb) as asked(id uuid, patterns text[])
    join events e on e.id = asked.id and e.organization_id = ${ctx.organizationId}
    cross join lateral (
      select * from subscriptions
      where organization_id = ${ctx.organizationId} and deleted_at is null
      order by id limit ${MAX_SUBSCRIPTIONS}
    ) s
    where not exists (select 1 from deliveries d where d.event_id = e.id and d.subscription_id = s.id)
    order by s.id`);
}
