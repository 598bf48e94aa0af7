import { ilike, or, type SQL, sql } from "drizzle-orm";
import type { PgColumn, PgTable } from "drizzle-orm/pg-core";
import { database } from "@/db/client";
import { escapeLike } from "@/db/like";

/** Up to here it is quicker to sort what matches than to walk a list in its order until enough was found. */
const SORTABLE_MATCHES = 2_000;
/** Shorter text has no trigram of its own, so it is looked for at the beginning of words. */
const TRIGRAM_LENGTH = 3;

/** Part of a text, whatever the case, as far as an index of trigrams can find it. */
export function containing(column: PgColumn, q: string): SQL | undefined {
  const text = escapeLike(q);
  if (q.length >= TRIGRAM_LENGTH) return ilike(column, `%${text}%`);
  return or(ilike(column, `${text}%`), ilike(column, `% ${text}%`));
}

/**
 * A condition for a list that is ordered by something else than what the condition's inverted index knows: the few ids that match, or the
 * condition itself where so many match that the walk through the list meets them soon. `scope` is the condition within what the list may show.
 */
export async function fewOrWalk(
  table: PgTable & { id: PgColumn },
  scope: SQL | undefined,
  condition: SQL | undefined,
): Promise<SQL | undefined> {
  const found = await database()
    .select({ id: sql<string>`${table.id}` })
    .from(table)
    .where(scope)
    .limit(SORTABLE_MATCHES + 1);
  // Told so, the planner checks it on the walk: the inverted index would collect every match first.
  if (found.length > SORTABLE_MATCHES) return sql`(${condition}) is true`;
  return sql`${table.id} = any(${sql.param(`{${found.map(({ id }) => id).join(",")}}`)}::uuid[])`;
}

/** What a list by a moment, newest first, has behind the row that its cursor names. */
export function olderThan(
  columns: { moment: PgColumn; id: PgColumn },
  cursor: { moment: string; id: string } | null,
): SQL | undefined {
  if (!cursor) return undefined;
  return sql`(${columns.moment}, ${columns.id}) < (${cursor.moment}::timestamptz, ${cursor.id}::uuid)`;
}
