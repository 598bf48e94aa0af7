import { type SQL, sql } from "drizzle-orm";
import { index, type PgColumn } from "drizzle-orm/pg-core";

/** Whether a text has letters beyond ASCII. Most have none, and stay out of the indexes that only these need. */
export function hasOtherLetters(column: PgColumn | SQL): SQL {
  return sql`octet_length(${column}) <> char_length(${column})`;
}

/** For a column that lists search, beside its trigrams, which know ASCII alone: see `searchText`. Built as db/concurrent-indexes.ts says. */
export function gramIndex(name: string, column: PgColumn) {
  return index(name).using("gin", sql`search_grams(${column})`).where(hasOtherLetters(column)).concurrently();
}
