import { setTimeout as sleep } from "node:timers/promises";
import { sql } from "drizzle-orm";
import { expect, test, vi } from "vitest";
import {
  afterCommit,
  closeDatabase,
  currentTransaction,
  database,
  queryPrepared,
  transaction,
} from "@/db/client";

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
