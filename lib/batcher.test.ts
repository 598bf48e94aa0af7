import { expect, test } from "vitest";
import { createBatcher } from "@/lib/batcher";

/** Writes as told by `write`, and remembers what went together. */
function record(
  write: (items: string[]) => Promise<string[]> = async (items) => items.map((item) => item.toUpperCase()),
) {
  const batches: string[][] = [];
  const batcher = createBatcher(
    (items: string[]) => {
      batches.push(items);
      return write(items);
    },
    4,
    (error) => error !== "perhaps written",
  );
  return { batches, push: (item: string) => batcher.push(item) };
}

const refuseBad = async (items: string[]) => {
  if (items.includes("bad")) throw "refused";
  return items;
};

test("one alone is written at once, and those that come meanwhile go together as the next", async () => {
  const first = Promise.withResolvers<string[]>();
  const { batches, push } = record((items) => (items[0] === "a" ? first.promise : Promise.resolve(items)));
  const results = [push("a")];
  await expect.poll(() => batches).toEqual([["a"]]);
  results.push(push("b"), push("c"));
  first.resolve(["a"]);
  expect(await Promise.all(results)).toEqual(["a", "b", "c"]);
  expect(batches).toEqual([["a"], ["b", "c"]]);
});

test("each gets its own result, in batches that are not too large", async () => {
  const { batches, push } = record();
  const items = [..."abcdefghij"];
  expect(await Promise.all(items.map(push))).toEqual([..."ABCDEFGHIJ"]);
  expect(batches).toEqual([[..."abcd"], [..."efgh"], [..."ij"]]);
});

test("a bad one harms only itself", async () => {
  const { push } = record(refuseBad);
  const settled = await Promise.allSettled(["a", "b", "bad", "d", "e"].map(push));
  expect(settled.map(({ status }) => status)).toEqual([
    "fulfilled",
    "fulfilled",
    "rejected",
    "fulfilled",
    "fulfilled",
  ]);
});

test("what may have been written is not written again", async () => {
  const { batches, push } = record(() => Promise.reject("perhaps written"));
  const settled = await Promise.allSettled(["a", "b"].map(push));
  expect(settled.map(({ status }) => status)).toEqual(["rejected", "rejected"]);
  expect(batches).toEqual([["a", "b"]]);
});
