import { type SQL, sql } from "drizzle-orm";

/** `= 'a'` or `in ('a', 'b')`, for sets that our own code names: an index with a condition is found only by literals. */
export function oneOf(values: readonly string[]): SQL {
  const literals = values.map((value) => `'${value}'`).join(", ");
  return sql.raw(values.length === 1 ? `= ${literals}` : `in (${literals})`);
}
