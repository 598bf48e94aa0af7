import "server-only";
import { type SQL, sql } from "drizzle-orm";
import { database } from "@/db/client";
import { compileCondition } from "@/features/event-filter/compile";
import { conditionsOf } from "@/features/event-filter/conditions";
import type { PayloadFilter } from "@/features/event-filter/schema";

/**
 * Which conditions of each filter hold for the data of the same id; undefined where there is none. `source` selects `id` and `data`, which is
 * an event's JSON text.
 */
export async function checkConditions(
  source: SQL,
  filters: { id: string; filter: PayloadFilter }[],
): Promise<(boolean[] | undefined)[]> {
  if (filters.length === 0) return [];
  const asked = filters.map(({ id, filter }, position) => ({
    position,
    id,
    paths: conditionsOf(filter).map(compileCondition),
  }));
  const rows = await database().execute<{ position: number; holds: boolean[] }>(sql`
    select asked.position, (
      select jsonb_agg(e.payload @@ path::jsonpath order by place)
      from jsonb_array_elements_text(asked.paths) with ordinality as conditions(path, place)) as holds
    from jsonb_to_recordset(${JSON.stringify(asked)}::jsonb) as asked(position int, id text, paths jsonb)
    join (select id::text, event_json(data) as payload from (${source}) as source offset 0) e on e.id = asked.id`);
  const byPosition = new Map(rows.map(({ position, holds }) => [position, holds]));
  return asked.map(({ position }) => byPosition.get(position));
}
