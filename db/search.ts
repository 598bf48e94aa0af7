import { and, type SQL, sql } from "drizzle-orm";
import type { PgColumn, PgTable } from "drizzle-orm/pg-core";
import { database } from "@/db/client";

/** So many rows of a list are looked at one by one before the search's own index is asked: what is frequent is met among them. */
const WALKED_ROWS = 2_000;
/** So many matches are collected and sorted, within some 50 ms. */
const SORTABLE_MATCHES = 20_000;

interface SearchedList {
  table: PgTable & { id: PgColumn };
  /** What the list shows unfiltered, behind the row that the cursor names. */
  within: SQL | undefined;
  /** What is asked for, which no index in the list's order answers. */
  search: SQL | undefined;
  /** The same, where it is written otherwise to be asked of one row after the other. */
  isMatch?: SQL | undefined;
  /** What the list is ordered by, all in the same direction. */
  keys: PgColumn[];
  isDescending: boolean;
  limit: number;
}

interface Found {
  count: number;
  /** An array in Postgres's notation. */
  ids: string;
}

/**
 * The rows of one page of a list, as a condition. Neither way is quick for all searches: along the list a rare match is far away, and by the
 * search's index a frequent one comes thousandfold and in no order. So the list is walked a little, then the index asked; what is frequent
 * and yet not near is looked for along the whole list.
 */
export async function searchedPage(list: SearchedList): Promise<SQL> {
  const { table, limit } = list;
  const near = await find(
    sql`select count(*)::int as count, array_agg(id)::text as ids from (${walk(list, sql`limit ${WALKED_ROWS}`)}) as near`,
  );
  if (near.count === limit) return isOneOf(table, near.ids);
  const sorted = await find(sql`
    with matching as materialized (
      select ${columnsOf(list)} from ${table} where ${and(list.within, list.search)} limit ${SORTABLE_MATCHES + 1})
    select (select count(*)::int from matching) as count,
           array(select id from matching order by ${orderOf(list)} limit ${limit})::text as ids`);
  if (sorted.count <= SORTABLE_MATCHES) return isOneOf(table, sorted.ids);
  return sql`${table.id} = any(array(${walk(list, sql`offset 0`)}))`;
}

/** Behind the fence of `rows` the planner sees no condition that it could mistake for a rare one: it can only walk. */
function walk(list: SearchedList, rows: SQL): SQL {
  return sql`
    select id from (
      select ${columnsOf(list)}, (${list.isMatch ?? list.search}) as is_match from ${list.table} where ${list.within}
      order by ${orderOf(list)} ${rows}) as walk
    where is_match limit ${list.limit}`;
}

function columnsOf({ table, keys }: SearchedList): SQL {
  return sql.join(
    [sql`${table.id} as id`, ...keys.map((key, index) => sql`${key} as ${keyName(index)}`)],
    sql`, `,
  );
}

function orderOf({ keys, isDescending }: SearchedList): SQL {
  const direction = sql.raw(isDescending ? "desc" : "asc");
  return sql.join(
    keys.map((_, index) => sql`${keyName(index)} ${direction}`),
    sql`, `,
  );
}

function keyName(index: number): SQL {
  return sql.raw(`key${index}`);
}

async function find(query: SQL): Promise<Found> {
  const [found] = await database().execute<{ count: number; ids: string | null }>(query);
  return { count: found?.count ?? 0, ids: found?.ids ?? "{}" };
}

function isOneOf(table: SearchedList["table"], ids: string): SQL {
  return sql`${table.id} = any(${ids}::uuid[])`;
}

/** What a list by a moment, newest first, has behind the row that its cursor names. */
export function olderThan(
  columns: { moment: PgColumn; id: PgColumn },
  cursor: { moment: string; id: string } | null,
): SQL | undefined {
  if (!cursor) return undefined;
  return sql`(${columns.moment}, ${columns.id}) < (${cursor.moment}::timestamptz, ${cursor.id}::uuid)`;
}
