import { setTimeout as sleep } from "node:timers/promises";
import { sql } from "drizzle-orm";
import { describe, expect, test, vi } from "vitest";
import {
  afterCommit,
  closeDatabase,
  currentTransaction,
  database,
  queryByIndexes,
  queryLocked,
  queryPrepared,
  textOf,
  transaction,
} from "@/db/client";
import { createOrganization } from "@/db/factories";
import { asOwner } from "@/db/own-database";

test("a new connection is not given up because this process was busy while it was made", async () => {
  await closeDatabase();
  const asked = queryPrepared("select 1 as one", []).catch((error: unknown) => error);
  // The driver has begun to connect; what Postgres answers has to wait, as it does while much code is loaded.
  await sleep(2);
  const busyUntil = performance.now() + 2_500;
  while (performance.now() < busyUntil);
  expect(await asked).toMatchObject([{ one: 1 }]);
});

test("connections do without the just-in-time compiler, whatever the server is set to", async () => {
  const asked = await queryPrepared("select setting, source from pg_settings where name = $1", ["jit"]);
  expect(asked).toMatchObject([{ setting: "off", source: "client" }]);
});

test("a connection that dies inside a transaction fails that transaction, and the next one works", async () => {
  const lost = transaction(async () => {
    const [{ pid } = { pid: 0 }] = await database().execute<{ pid: number }>(
      sql`select pg_backend_pid() as pid`,
    );
    // From outside: this very session is cut off in the middle of its work.
    await new Promise((resolve) => setImmediate(resolve));
    return database().execute(sql`select pg_terminate_backend(${pid})`);
  });
  await expect(lost).rejects.toThrow();
  const [row] = await transaction(() => database().execute<{ one: number }>(sql`select 1 as one`));
  expect(row?.one).toBe(1);
});

test("inner transactions join the outer one, and callbacks wait for its commit", async () => {
  const called = vi.fn();
  await transaction(async () => {
    const outer = database();
    await transaction(async () => {
      expect(database()).toBe(outer);
      expect(currentTransaction()).toBe(outer);
      afterCommit(called);
    });
    expect(called).not.toHaveBeenCalled();
  });
  expect(called).toHaveBeenCalledOnce();
});

test("what needs a transaction says so outside of one", () => {
  expect(currentTransaction).toThrow("inside of transaction");
});

test("a rolled back transaction calls nothing back", async () => {
  const called = vi.fn();
  const failed = transaction(async () => {
    afterCommit(called);
    throw new Error("no");
  });
  await expect(failed).rejects.toThrow("no");
  expect(called).not.toHaveBeenCalled();
  afterCommit(called);
  expect(called).toHaveBeenCalledOnce();
  expect(await database().execute(sql`select 1`)).toHaveLength(1);
});

describe("a statement that goes by indexes", () => {
  const ECHO = { name: "echo_value", text: "select $1::text as value, pg_backend_pid() as pid" };

  test("has connections of its own, on which no plan reads a whole table", async () => {
    const asked = await queryByIndexes<{ name: string; setting: string }>(
      "select name, setting from pg_settings where name = any(string_to_array($1, ' ')) order by name",
      ["enable_bitmapscan enable_seqscan plan_cache_mode"],
    );
    expect(asked.map(({ setting }) => setting)).toEqual(["off", "off", "force_generic_plan"]);
    expect(await queryPrepared("select current_setting($1) as setting", ["enable_seqscan"])).toMatchObject([
      { setting: "on" },
    ]);
  });

  test("with a lock takes any text, many at once, and again after its connection was lost", async () => {
    const values = ["it's", "a \\ b", "'); drop table tickets; --", "$1", ""];
    const answers = await Promise.all(
      values.map((value) => queryLocked<{ value: string; pid: number }>(7, ECHO, [value])),
    );
    expect(answers.map(([row]) => row?.value)).toEqual(values);
    await database().execute(sql`select pg_terminate_backend(${answers[0]?.[0]?.pid ?? 0})`);
    await expect.poll(() => queryLocked(7, ECHO, ["again"])).toMatchObject([{ value: "again" }]);
  });

  test("sees what the one before it with the same lock has done, though it came while that was under way", async () => {
    const { id } = await createOrganization();
    const nameOf = { name: "name_of", text: "select name from organizations where id = $1::int" };
    const answer = await asOwner((other) =>
      other.begin(async (tx) => {
        await tx`select pg_advisory_xact_lock(8)`;
        const asked = queryLocked(8, nameOf, [id]);
        await expect
          .poll(() => tx`select from pg_locks where locktype = 'advisory' and objid = 8 and not granted`)
          .toHaveLength(1);
        await tx`update organizations set name = 'Renamed' where id = ${id}`;
        return [asked];
      }),
    );
    expect(await answer[0]).toEqual([{ name: "Renamed" }]);
  });

  test("says that its commit need not wait for the disk, which no other does", async () => {
    const text = "select setting, source from pg_settings where name = $1::text";
    const of = ["synchronous_commit"];
    expect(await queryLocked(7, { name: "durability", text }, of)).toEqual([
      { setting: "off", source: "client" },
    ]);
    for (const query of [queryByIndexes, queryPrepared])
      expect(await query(text, of)).not.toMatchObject([{ source: "client" }]);
  });

  test("fails as any does, and the next one works", async () => {
    const divide = { name: "divide", text: "select 1 / $1::int as result" };
    await expect(queryLocked(7, divide, [0])).rejects.toThrow("division by zero");
    expect(await queryLocked(7, divide, [1])).toEqual([{ result: 1 }]);
  });

  test("has no values but those that it names itself", () => {
    expect(() => textOf(sql`select ${1}`)).toThrow("write $1");
  });
});
