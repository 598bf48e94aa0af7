import { randomUUID } from "node:crypto";
import { sql } from "drizzle-orm";
import fc from "fast-check";
import type { Sql, TransactionSql } from "postgres";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { database, transaction } from "@/db/client";
import { createContext, createOrganization, createUser } from "@/db/factories";
import { asOwner, emptyOwnDatabase, useOwnDatabase } from "@/db/own-database";
import { recordAudit } from "@/features/audit/record";
import type { Context } from "@/lib/context";
import { isStillLinked, verifyAuditLog } from "./verify";

let ctx: Context;
let dropDatabase: () => Promise<void>;

beforeAll(async () => {
  dropDatabase = await useOwnDatabase();
});

afterAll(() => dropDatabase());

beforeEach(async () => {
  await emptyOwnDatabase();
  ctx = await newContext();
});

test("what the database linked, recomputed here, is whole", async () => {
  const text = fc.string({ unit: "binary", maxLength: 30 }).map((value) => value.replaceAll("\0", ""));
  const entries = fc.sample(fc.record({ action: text, name: text, from: text, agent: text }), 60);
  for (const { action, name, from, agent } of entries) {
    const caller = { ...ctx, ip: agent.length % 2 ? null : agent, userAgent: agent };
    await transaction(() =>
      recordAudit(caller, {
        action,
        target: { type: "thing", id: name, name },
        changes: { name: { from, to: null } },
      }),
    );
  }
  expect(await verifyAuditLog()).toMatchObject([{ head: { position: 60 }, broken: null }]);
});

test("an organization without entries is whole", async () => {
  expect(await verifyAuditLog(ctx.organizationId)).toEqual([
    { organizationId: ctx.organizationId, name: "Acme", head: { position: 0, hash: "" }, broken: null },
  ]);
});

test("more entries than one page holds are walked to the end", async () => {
  await database().execute(sql`
    insert into audit_log
      (organization_id, actor_type, actor_id, actor_name, action, target_type, target_id, target_name, request_id)
    select ${ctx.organizationId}, 'system', 'bulk', 'Bulk', 'thing.made', 'thing', n::text, 'Thing ' || n, 'req'
    from generate_series(1, 1203) n`);
  expect(await verifyAuditLog()).toMatchObject([{ head: { position: 1203 }, broken: null }]);
});

test("transactions of two organizations at once leave two whole chains", async () => {
  const other = await newContext();
  const all = Array.from({ length: 50 }, (_, n) =>
    transaction(async () => {
      const caller = n % 2 ? ctx : other;
      for (let times = 0; times < 2; times++) await record(caller, `${n}/${times}`);
    }),
  );
  await Promise.all(all);
  const verified = await verifyAuditLog();
  expect(verified.map(({ head, broken }) => [head.position, broken])).toEqual([
    [50, null],
    [50, null],
  ]);
});

test("transactions that each write for two organizations, in either order, don't wait for each other", async () => {
  const other = await newContext();
  const all = Array.from({ length: 40 }, (_, n) =>
    transaction(async () => {
      for (const caller of n % 2 ? [ctx, other] : [other, ctx]) await record(caller, String(n));
    }),
  );
  await Promise.all(all);
  expect(await verifyAuditLog()).toMatchObject([
    { head: { position: 40 }, broken: null },
    { head: { position: 40 }, broken: null },
  ]);
});

test("what is rolled back, whole or to a savepoint, leaves no link", async () => {
  await write("kept");
  const failed = transaction(async () => {
    await record(ctx, "lost");
    throw new Error("no");
  });
  await expect(failed).rejects.toThrow("no");
  await transaction(async () => {
    await record(ctx, "also kept");
    await database().execute(sql`savepoint before_it`);
    await record(ctx, "lost to a savepoint");
    await database().execute(sql`rollback to savepoint before_it`);
  });
  expect(await verifyAuditLog()).toMatchObject([{ head: { position: 2 }, broken: null }]);
});

test("rows that are copied in or inserted many at a time are linked one by one", async () => {
  await asOwner(async (owner) => {
    await writeCopy(owner, 3);
  });
  expect(await verifyAuditLog()).toMatchObject([{ head: { position: 3 }, broken: null }]);
});

test("a table of the caller's own can't take the chain's place", async () => {
  await asOwner(async (owner) => {
    await owner`create temporary table audit_chain (like public.audit_chain)`;
    await writeCopy(owner, 1);
  });
  expect(await verifyAuditLog()).toMatchObject([{ head: { position: 1 }, broken: null }]);
});

test("linking at once instead of at the commit gives the same chain", async () => {
  await transaction(async () => {
    await database().execute(sql`set constraints all immediate`);
    await record(ctx, "one");
    await record(ctx, "two");
  });
  expect(await verifyAuditLog()).toMatchObject([{ head: { position: 2 }, broken: null }]);
});

const COLUMNS = [
  "actor_type",
  "actor_id",
  "actor_name",
  "action",
  "target_type",
  "target_id",
  "target_name",
  "changes",
  "outcome",
  "ip",
  "user_agent",
  "request_id",
  "created_at",
] as const;

test("any single field that is edited behind the triggers is found", async () => {
  for (let n = 1; n <= 5; n++) await write(`entry ${n}`);
  await asOwner((owner) => owner`alter table audit_log drop constraint audit_log_outcome`);
  await asOwner((owner) => owner`alter table audit_log drop constraint audit_log_actor_type`);
  for (const [index, column] of COLUMNS.entries()) {
    const position = (index % 5) + 1;
    const value = column === "created_at" ? new Date(0) : `other ${randomUUID()}`;
    const [before] = await tamper(
      (tx) => tx`select ${tx(column)} as value from audit_log where id = ${idAt(tx, position)}`,
    );
    await tamper(
      (tx) => tx`update audit_log set ${tx({ [column]: value })} where id = ${idAt(tx, position)}`,
    );
    expect((await verifyAuditLog())[0]?.broken, column).toMatchObject({ position, kind: "changed" });
    await tamper(
      (tx) => tx`update audit_log set ${tx({ [column]: before?.value })} where id = ${idAt(tx, position)}`,
    );
  }
  expect((await verifyAuditLog())[0]?.broken).toBeNull();
});

test("an entry that is deleted, alone or with its link, is named", async () => {
  for (let n = 1; n <= 4; n++) await write(`entry ${n}`);
  await tamper((tx) => tx`delete from audit_log where id = ${idAt(tx, 3)}`);
  expect((await verifyAuditLog())[0]?.broken).toMatchObject({ position: 3, kind: "removed" });
  await tamper((tx) => tx`delete from audit_chain where position = 3`);
  expect((await verifyAuditLog())[0]?.broken).toMatchObject({ position: 3, kind: "removed" });
});

test("a tail that is cut off is found by a head that was noted", async () => {
  for (let n = 1; n <= 3; n++) await write(`entry ${n}`);
  const [noted] = await verifyAuditLog();
  const head = {
    organizationId: ctx.organizationId,
    ...noted?.head,
    position: 3,
    hash: noted?.head.hash ?? "",
  };
  await write("after");
  expect(await isStillLinked(head)).toBe(true);
  await tamper(async (tx) => {
    await tx`delete from audit_log where id in (select entry_id from audit_chain where position >= 3)`;
    return tx`delete from audit_chain where position >= 3`;
  });
  expect(await verifyAuditLog()).toMatchObject([{ head: { position: 2 }, broken: null }]);
  expect(await isStillLinked(head)).toBe(false);
  await write("grown again");
  expect(await isStillLinked(head)).toBe(false);
});

test("an entry that is slipped in is named, linked or not", async () => {
  for (let n = 1; n <= 4; n++) await write(`entry ${n}`);
  const [forged] = await tamper(
    (tx) => tx<{ id: string }[]>`
      insert into audit_log
        (organization_id, actor_type, actor_id, actor_name, action, target_type, target_id, target_name, request_id)
      select organization_id, actor_type, actor_id, 'Mallory', action, target_type, target_id, target_name, request_id
      from audit_log limit 1 returning id`,
  );
  expect((await verifyAuditLog())[0]?.broken).toEqual({
    position: null,
    entryId: forged?.id,
    kind: "not linked",
  });
  await tamper(async (tx) => {
    for (const position of [4, 3]) {
      await tx`update audit_chain set position = ${position + 1} where position = ${position}`;
    }
    return tx`
      insert into audit_chain (organization_id, position, entry_id, hash)
      select ${ctx.organizationId}, 3, id, audit_digest(previous.hash, audit_log)
      from audit_log, audit_chain previous where id = ${forged?.id ?? ""} and previous.position = 2`;
  });
  expect((await verifyAuditLog())[0]?.broken).toMatchObject({ position: 3, kind: "inserted" });
});

test("two entries that change places are named", async () => {
  for (let n = 1; n <= 4; n++) await write(`entry ${n}`);
  await tamper(async (tx) => {
    await tx`update audit_chain set position = 99 where position = 2`;
    await tx`update audit_chain set position = 2 where position = 3`;
    return tx`update audit_chain set position = 3 where position = 99`;
  });
  expect((await verifyAuditLog())[0]?.broken).toMatchObject({ position: 2, kind: "out of order" });
});

test("only the chain that was touched breaks", async () => {
  const other = await newContext();
  await write("ours");
  await transaction(() => record(other, "theirs"));
  await tamper(
    (tx) => tx`update audit_log set actor_name = 'x' where organization_id = ${ctx.organizationId}`,
  );
  const verified = await verifyAuditLog();
  expect(verified.map(({ broken }) => broken?.kind)).toEqual(["changed", undefined]);
  expect(await verifyAuditLog(other.organizationId)).toMatchObject([{ broken: null }]);
});

async function newContext(): Promise<Context> {
  return createContext(await createUser(await createOrganization()));
}

function record(caller: Context, name: string) {
  return recordAudit(caller, { action: "thing.made", target: { type: "thing", id: name, name } });
}

function write(name: string): Promise<void> {
  return transaction(() => record(ctx, name));
}

/** As an intruder with a superuser's rights would: with every trigger and foreign key switched off. */
async function tamper<Row>(work: (tx: TransactionSql) => PromiseLike<Iterable<Row>>): Promise<Row[]> {
  return asOwner(async (owner) => {
    const rows: Row[] = [];
    await owner.begin(async (tx) => {
      await tx`set local session_replication_role = replica`;
      rows.push(...(await work(tx)));
    });
    return rows;
  });
}

function idAt(tx: TransactionSql, position: number) {
  return tx`(select entry_id from audit_chain where position = ${position} and organization_id = ${ctx.organizationId})`;
}

async function writeCopy(owner: Sql, rows: number): Promise<void> {
  const into = await owner`
    copy public.audit_log
      (organization_id, actor_type, actor_id, actor_name, action, target_type, target_id, target_name, request_id)
    from stdin`.writable();
  const line = [ctx.organizationId, "system", "copy", "Copy", "thing.made", "thing", "1", "Thing", "req"];
  await new Promise<void>((resolve, reject) => {
    into.once("error", reject).once("finish", resolve);
    into.end(`${line.join("\t")}\n`.repeat(rows));
  });
}
