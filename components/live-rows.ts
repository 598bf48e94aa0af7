import type { Page } from "@/lib/pagination";

/** As many as a list keeps while it is live. */
const MAX_ROWS = 500;

interface Row {
  id: string;
}

interface Merged<Known extends Row> {
  /** Newest first, as ids are in the order of time. Without a cursor where the next older row is not the one after its last. */
  page: Page<Known>;
  /** How many of the rows are new. */
  arrived: number;
}

/** Takes in what came: new rows on top, new values in place. Rows older than all known ones are not news. */
export function mergeRows<Known extends Row>(
  { data, nextCursor }: Page<Known>,
  came: Known[],
): Merged<Known> {
  const known = new Map(data.map((row) => [row.id, row]));
  const oldest = data.at(-1)?.id ?? "";
  const news = came.filter(({ id }) => known.has(id) || id > oldest);
  const rows = [...new Map([...known, ...news.map((row) => [row.id, row] as const)]).values()];
  rows.sort((a, b) => (a.id < b.id ? 1 : -1));
  return {
    page: { data: rows.slice(0, MAX_ROWS), nextCursor: rows.length > MAX_ROWS ? null : nextCursor },
    arrived: rows.length - data.length,
  };
}

/** The same with the newest rows as they are after a while away: where they don't reach back to the known ones, they stand alone. */
export function rejoinRows<Known extends Row>(page: Page<Known>, newest: Known[]): Merged<Known> {
  const known = new Set(page.data.map(({ id }) => id));
  const isMet = known.size === 0 || newest.length === 0 || newest.some(({ id }) => known.has(id));
  return isMet
    ? mergeRows(page, newest)
    : { page: { data: newest, nextCursor: null }, arrived: newest.length };
}
