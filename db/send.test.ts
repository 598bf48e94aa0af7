import { randomUUID } from "node:crypto";
import { sql } from "drizzle-orm";
import { expect, test, vi } from "vitest";
import { afterCommit, database, queryOf, send, transaction } from "@/db/client";

/** Keeps a row by a name of the test's own, among the windows of limits. */
function keepSent(key: string, count: number | string = 1) {
  return send(
    queryOf(
      sql`insert into rate_limits (key, count, window_ends_at) values (${key}, ${count}::text::int, now())`,
    ),
  );
}

async function countOf(key: string): Promise<number | undefined> {
  const [row] = await database().execute<{ count: number }>(
    sql`select count from rate_limits where key = ${key}`,
  );
  return row?.count;
}

test("what is sent without waiting comes before what follows, and is committed with it or not at all", async () => {
  const key = randomUUID();
  const undone = transaction(async () => {
    await keepSent(key);
    expect(await countOf(key)).toBe(1);
    throw new Error("no");
  });
  await expect(undone).rejects.toThrow("no");
  expect(await countOf(key)).toBeUndefined();

  await transaction(async () => {
    await keepSent(key);
    for (let time = 1; time <= 20; time++)
      await send(queryOf(sql`update rate_limits set count = count * 3 % 1000 + 1 where key = ${key}`));
  });
  let expected = 1;
  for (let time = 1; time <= 20; time++) expected = ((expected * 3) % 1000) + 1;
  expect(await countOf(key)).toBe(expected);
});

test.each([
  ["nothing follows", async () => {}],
  ["a statement follows that is refused for it", () => database().execute(sql`select ${1}::int`)],
  ["another is sent behind it", () => keepSent(randomUUID())],
  [
    "somebody swallows what is refused for it",
    () =>
      database()
        .execute(sql`select 1`)
        .catch(() => {}),
  ],
])("what was sent and failed undoes the transaction with its own error: %s", async (_, next) => {
  const key = randomUUID();
  const called = vi.fn();
  const failed = transaction(async () => {
    afterCommit(called);
    await keepSent(key);
    await keepSent(randomUUID(), "many");
    await next();
  });
  await expect(failed).rejects.toThrow('invalid input syntax for type integer: "many"');
  expect(called).not.toHaveBeenCalled();
  expect(await countOf(key)).toBeUndefined();
});

test("outside of a transaction what is sent is waited for, and throws", async () => {
  const key = randomUUID();
  await keepSent(key);
  expect(await countOf(key)).toBe(1);
  await expect(keepSent(key)).rejects.toMatchObject({ code: "23505" });
});
