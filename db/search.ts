import { and, ilike, or, type SQL, sql } from "drizzle-orm";
import type { PgColumn, PgTable } from "drizzle-orm/pg-core";
import { database } from "@/db/client";
import { escapeLike } from "@/db/like";

/** Up to here what matches is collected and sorted within some 50 ms; more is met soon enough on the walk through a list in its order. */
const SORTABLE_MATCHES = 20_000;
/** Shorter text has no trigram of its own, so it is looked for at the beginning of words. */
const TRIGRAM_LENGTH = 3;

/** Part of a text, whatever the case, as far as an index of trigrams can find it. */
export function containing(column: PgColumn, q: string): SQL | undefined {
  const text = escapeLike(q);
  if (q.length >= TRIGRAM_LENGTH) return ilike(column, `%${text}%`);
  return or(ilike(column, `${text}%`), ilike(column, `% ${text}%`));
}

interface SearchedList {
  table: PgTable & { id: PgColumn };
  /** What the list shows apart from the search, behind the row that the cursor names. */
  within: SQL | undefined;
  /** What no index in the list's order answers. */
  search: SQL;
  /** What the list is ordered by, all in the same direction. */
  keys: PgColumn[];
  isDescending: boolean;
  limit: number;
}

/** The rows of one page of a list, as a condition: found by the search where few match, else by the walk through the list in its order. */
export async function searchedPage({
  table,
  within,
  search,
  keys,
  isDescending,
  limit,
}: SearchedList): Promise<SQL> {
  const direction = isDescending ? "desc" : "asc";
  const columns = sql.join(
    [sql`${table.id} as id`, ...keys.map((key, index) => sql`${key} as ${keyName(index)}`)],
    sql`, `,
  );
  const order = sql.join(
    keys.map((_, index) => sql`${keyName(index)} ${sql.raw(direction)}`),
    sql`, `,
  );
  const [page] = await database().execute<{ found: number; ids: string }>(sql`
    with matching as materialized (select ${columns} from ${table} where ${and(within, search)} limit ${SORTABLE_MATCHES + 1})
    select (select count(*)::int from matching) as found,
           array(select id from matching order by ${order} limit ${limit})::text as ids`);
  if (page && page.found <= SORTABLE_MATCHES) return sql`${table.id} = any(${page.ids}::uuid[])`;
  // Behind the fence of the offset the planner sees no condition that it could mistake for a rare one: it can only walk.
  return sql`${table.id} = any(array(
    select id from (select ${columns}, (${search}) as is_match from ${table} where ${within} order by ${order} offset 0) as walk
    where is_match order by ${order} limit ${limit}))`;
}

function keyName(index: number): SQL {
  return sql.raw(`key${index}`);
}

/** What a list by a moment, newest first, has behind the row that its cursor names. */
export function olderThan(
  columns: { moment: PgColumn; id: PgColumn },
  cursor: { moment: string; id: string } | null,
): SQL | undefined {
  if (!cursor) return undefined;
  return sql`(${columns.moment}, ${columns.id}) < (${cursor.moment}::timestamptz, ${cursor.id}::uuid)`;
}
