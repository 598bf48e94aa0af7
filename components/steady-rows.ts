import type { Page } from "@/lib/pagination";

/** The rows of a page in the order in which they were first shown. */
export interface SteadyRows<Row> {
  rows: Row[];
  /** The same as they were then. */
  start: Row[];
  /** The last row as it was when the page was shown; undefined when there was nothing behind it. */
  end: Row | undefined;
  nextCursor: string | null;
}

export interface RowRules<Row> {
  idOf(row: Row): string;
  /** Of two states of the same row the one to show; the fresh one unless told. */
  newer?(fresh: Row, known: Row): Row;
  /** Whether a row belongs before the end of what is shown; needed where rows may come anywhere and not at the top alone. */
  standsBefore?(row: Row, end: Row): boolean;
  /** Whether what happened to a row since it was placed belongs further up, where it would be seen. */
  isNews?(fresh: Row, start: Row): boolean;
}

export function toSteadyRows<Row>({ data, nextCursor }: Page<Row>): SteadyRows<Row> {
  return { rows: data, start: data, end: nextCursor === null ? undefined : data.at(-1), nextCursor };
}

/** Fresh values where the rows stand: none comes, none goes, none moves. A row that the page no longer holds stays as it was last known. */
export function refreshRows<Row>(
  shown: SteadyRows<Row>,
  { data }: Page<Row>,
  { idOf, newer = (fresh) => fresh }: RowRules<Row>,
): SteadyRows<Row> {
  const fresh = new Map(data.map((row) => [idOf(row), row]));
  const rows = shown.rows.map((row) => {
    const found = fresh.get(idOf(row));
    return found === undefined ? row : newer(found, row);
  });
  return { ...shown, rows };
}

/** Rows of a fresh page that belong among those on the screen; those that moved up from behind the end are no news. */
export function arrivalsAmong<Row>(
  { start, end }: SteadyRows<Row>,
  { data }: Page<Row>,
  { idOf, standsBefore, isNews }: RowRules<Row>,
): Row[] {
  const known = new Map(start.map((row) => [idOf(row), row]));
  const lastKnown = data.findLastIndex((row) => known.has(idOf(row)));
  return data.filter((row, index) => {
    const placed = known.get(idOf(row));
    if (placed !== undefined) return isNews?.(row, placed) ?? false;
    if (end === undefined) return true;
    return standsBefore ? standsBefore(row, end) : lastKnown === -1 || index < lastKnown;
  });
}
