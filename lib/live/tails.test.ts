import { expect, test } from "vitest";
import { followTail, type LiveRow } from "./tails";

const at = (second: number) => new Date(second * 1000).toISOString();
const row = (id: number, text = "") => ({ id: String(id).padStart(4, "0"), createdAt: at(id), text });

/** A list of which one look reads only the newest so many. */
function listOf(rows: LiveRow[], scanned: number) {
  const sinces: (string | undefined)[] = [];
  const key = crypto.randomUUID();
  const look = async (since: string | undefined) => {
    sinces.push(since);
    const newest = rows.toSorted((a, b) => (a.id < b.id ? 1 : -1));
    const start = newest.length > scanned ? newest[scanned - 1]?.createdAt : undefined;
    const from = [since, start]
      .filter((one) => one !== undefined)
      .toSorted()
      .at(-1);
    return { rows: newest.filter(({ createdAt }) => from === undefined || createdAt >= from), from };
  };
  return { source: { key, look }, sinces };
}

function follow(list: ReturnType<typeof listOf>, newest: LiveRow[]) {
  const messages: LiveRow[][] = [];
  const stop = followTail(list.source, newest, (text) => messages.push(JSON.parse(text)));
  return {
    messages,
    stop,
    looks: (count: number) => expect.poll(() => list.sinces.length).toBeGreaterThanOrEqual(count),
  };
}

test("tells what comes and what changes, and whoever comes later what is there", async () => {
  const rows = [row(1), row(2)];
  const list = listOf(rows, 100);
  const first = follow(list, rows.toReversed());
  expect(first.messages).toEqual([[row(2), row(1)]]);
  rows.push(row(3));
  await expect.poll(() => first.messages.at(-1)).toEqual([row(3)]);
  rows[0] = row(1, "changed");
  await expect.poll(() => first.messages.at(-1)).toEqual([row(1, "changed")]);
  const second = follow(list, []);
  expect(second.messages).toEqual([[row(3), row(2), row(1, "changed")]]);
  first.stop();
  second.stop();
});

test("what one look no longer reaches stays for whoever comes later", async () => {
  const rows = [row(1), row(2)];
  const list = listOf(rows, 2);
  const { messages, stop } = follow(list, rows.toReversed());
  rows.push(row(3), row(4), row(5));
  await expect.poll(() => messages.at(-1)).toEqual([row(5), row(4)]);
  const later = follow(list, []);
  expect(later.messages[0]?.map(({ id }) => Number(id))).toEqual([5, 4, 2, 1]);
  stop();
  later.stop();
});

test("a row that no longer belongs to the list is not told to whoever comes later", async () => {
  const rows = [row(1), row(2)];
  const list = listOf(rows, 100);
  const { stop, looks } = follow(list, rows.toReversed());
  rows.splice(1, 1);
  await looks(3);
  const later = follow(list, []);
  expect(later.messages).toEqual([[row(1)]]);
  stop();
  later.stop();
});
