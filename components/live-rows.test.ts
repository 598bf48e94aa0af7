import { expect, test } from "vitest";
import type { Page } from "@/lib/pagination";
import { mergeRows, rejoinRows } from "./live-rows";

interface Row {
  id: string;
  text?: string;
}

const row = (id: number, text = "") => ({ id: String(id).padStart(6, "0"), text });
const page = (...ids: number[]): Page<Row> => ({ data: ids.map((id) => row(id)), nextCursor: "older" });
const ids = ({ data }: Page<Row>) => data.map(({ id }) => Number(id));

test("new rows come on top and new values in place, in whatever order they come", () => {
  const merged = mergeRows(page(3, 2), [row(2, "sent"), row(5), row(4), row(1)]);
  expect(ids(merged.page)).toEqual([5, 4, 3, 2]);
  expect(merged.page.data[3]?.text).toBe("sent");
  expect(merged.arrived).toBe(2);
});

test("the newest 500 are kept, and what follows them is not claimed to be next", () => {
  const many = Array.from({ length: 499 }, (_, index) => row(index + 10));
  const full = mergeRows(page(1), many).page;
  expect([full.data.length, full.nextCursor]).toEqual([500, "older"]);
  const over = mergeRows(full, [row(9_000)]).page;
  expect([over.data.length, over.nextCursor, ids(over).at(-1)]).toEqual([500, null, 10]);
});

test("after a while away the rows go on where they meet, and begin anew where they don't", () => {
  expect(ids(rejoinRows(page(3, 2), [row(5), row(4), row(3)]).page)).toEqual([5, 4, 3, 2]);
  const apart = rejoinRows(page(3, 2), [row(9), row(8)]).page;
  expect([ids(apart), apart.nextCursor]).toEqual([[9, 8], null]);
  expect(ids(rejoinRows(page(3, 2), []).page)).toEqual([3, 2]);
});
