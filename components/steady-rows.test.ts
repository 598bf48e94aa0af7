import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { arrivalsAmong, refreshRows, type SteadyRows, toSteadyRows } from "./steady-rows";

interface Row {
  id: number;
  text: string;
}

const RULES = { idOf: ({ id }: Row) => String(id) };
const row = (id: number, text = "") => ({ id, text });
const page = (ids: number[], nextCursor: string | null = "next") => ({
  data: ids.map((id) => row(id)),
  nextCursor,
});
const shown = (ids: number[], nextCursor: string | null = "next") => toSteadyRows(page(ids, nextCursor));
const ids = (rows: Row[]) => rows.map(({ id }) => id);

function arrived(before: SteadyRows<Row>, fresh: number[]): number[] {
  return ids(arrivalsAmong(before, page(fresh), RULES));
}

describe("arrivals", () => {
  test("are what came on top, however much of the old page is left", () => {
    expect(arrived(shown([3, 2, 1]), [5, 4, 3])).toEqual([5, 4]);
    expect(arrived(shown([3, 2, 1]), [9, 8, 7])).toEqual([9, 8, 7]);
    expect(arrived(shown([3, 2, 1]), [3, 2, 1])).toEqual([]);
  });

  test("are not what moved up from the next page", () => {
    expect(arrived(shown([5, 4]), [5, 3])).toEqual([]);
  });

  test("are whatever is new where the page was the last", () => {
    expect(arrived(shown([2], null), [3, 2, 1])).toEqual([3, 1]);
  });
});

test("a row that something happened to is news where its place would tell", () => {
  const before = toSteadyRows({ data: [row(2), row(1, "hello")], nextCursor: null });
  const after = { data: [row(1, "hello?"), row(2)], nextCursor: null };
  expect(ids(arrivalsAmong(before, after, RULES))).toEqual([]);
  const isNews = (fresh: Row, start: Row) => fresh.text !== start.text;
  expect(ids(arrivalsAmong(before, after, { ...RULES, isNews }))).toEqual([1]);
});

test("a row keeps the value it was last known by after it has left the page", () => {
  const queued = toSteadyRows({ data: [row(2, "queued"), row(1, "queued")], nextCursor: null });
  const sent = refreshRows(
    queued,
    { data: [row(3, "queued"), row(2, "succeeded")], nextCursor: null },
    RULES,
  );
  const later = refreshRows(sent, { data: [row(4, "queued"), row(3, "queued")], nextCursor: null }, RULES);
  expect(later.rows).toEqual([row(2, "succeeded"), row(1, "queued")]);
});

test("whatever comes, the rows stay the same and in their places", () => {
  const pages = fc.array(fc.uniqueArray(fc.nat(30)));
  void fc.assert(
    fc.property(fc.uniqueArray(fc.nat(30)), pages, (first, following) => {
      let steady = shown(first);
      for (const fresh of following) {
        const news = arrived(steady, fresh);
        expect(news.filter((id) => first.includes(id))).toEqual([]);
        steady = refreshRows(steady, page(fresh), RULES);
        expect(ids(steady.rows)).toEqual(first);
      }
    }),
  );
});
