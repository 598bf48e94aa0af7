import { randomBytes } from "node:crypto";
import postgres, { type Sql, type TransactionSql } from "postgres";
import { afterAll, beforeAll, expect, test } from "vitest";
import { StartupError } from "@/lib/startup-error";
import { migrateDatabase } from "./migrate";
import { asOwner, useOwnDatabase } from "./own-database";

const opened: Sql[] = [];
const roles: string[] = [];
let dropDatabase: () => Promise<void>;
let app: Sql;
let organization: number;

beforeAll(async () => {
  dropDatabase = await useOwnDatabase();
  app = connect(appUrl());
  const [row] = await app<{ id: number }[]>`insert into organizations (name) values ('Acme') returning id`;
  organization = row?.id ?? 0;
  await insertEntry(app);
});

afterAll(async () => {
  await Promise.all(opened.map((sql) => sql.end({ timeout: 1 })));
  await asOwner(async (owner) => {
    for (const role of roles) {
      await owner`drop owned by ${owner(role)}`;
      await owner`drop role ${owner(role)}`;
    }
  });
  await dropDatabase();
});

test.each([
  "update audit_log set actor_name = 'somebody else'",
  "update audit_log set outcome = outcome where false",
  "delete from audit_log",
  "truncate audit_log cascade",
  "truncate organizations cascade",
  "alter table audit_log add column note text",
  "alter table audit_log disable trigger all",
  "alter table audit_log disable trigger audit_log_link",
  "drop table audit_log cascade",
  "drop trigger audit_log_link on audit_log",
  "create trigger mine before insert on audit_log for each row execute function audit_refuse()",
  "insert into audit_log select * from audit_log on conflict (id) do update set action = 'nothing'",
  "select * from audit_log for update",
  "insert into audit_chain select organization_id, 99, entry_id, hash from audit_chain",
  "update audit_chain set hash = ''",
  "delete from audit_chain",
  "truncate audit_chain",
  "alter table audit_chain disable trigger all",
  "drop table audit_chain",
  "select audit_digest('', audit_log) from audit_log",
  "create or replace function audit_link() returns trigger language plpgsql as 'begin return null; end'",
  "create table mine (id int)",
  "create temporary table audit_chain (organization_id int, position bigint, entry_id uuid, hash text)",
  "create view mine as select 1",
  "create function mine() returns int language sql as 'select 1'",
  "create schema mine",
  "create extension pg_stat_statements",
  "create role mine",
  "create database mine",
  "copy (select 1) to program 'id'",
  "copy audit_log to '/tmp/audit-log'",
  "set session_replication_role = replica",
  "set role replify",
  "set session authorization replify",
  "grant update on audit_log to public; update audit_log set actor_name = 'somebody else'",
  "select pg_read_file('/etc/passwd')",
  "select * from drizzle.__drizzle_migrations",
  "alter role current_user superuser",
])("the application may not: %s", async (statement) => {
  await expect(app.unsafe(statement)).rejects.toThrow(/permission denied|must be owner/);
});

test("the application adds to the audit log, and what it adds is linked", async () => {
  const id = await insertEntry(app);
  const chain = await app`select entry_id, position from audit_chain order by position desc limit 1`;
  expect(chain).toEqual([{ entry_id: id, position: "2" }]);
});

test("the application can't date an entry back, nor put it among earlier ones by its id", async () => {
  const earlier = "00000000-0000-7000-8000-000000000000";
  const [row] = await app<{ id: string; age: number }[]>`
    insert into audit_log
      (id, created_at, organization_id, actor_type, actor_id, actor_name, action, target_type, target_id, target_name, request_id)
    values (${earlier}, '2020-01-01', ${organization}, 'user', '1', 'Somebody else', 'test.made', 'test', '1', 'Test', 'req_test')
    returning id, abs(extract(epoch from clock_timestamp() - created_at))::float8 as age`;
  expect(row?.age).toBeLessThan(60);
  expect((row?.id ?? "") > earlier).toBe(true);
  const [last] = await app`select entry_id from audit_chain order by position desc limit 1`;
  expect(last?.entry_id).toBe(row?.id);
});

test("a transaction that waits before it writes dates nothing back either", async () => {
  const age = await app.begin(async (tx) => {
    await tx`select pg_sleep(0.05)`;
    const id = await insertEntry(tx);
    const [row] = await tx`select created_at > now() as later from audit_log where id = ${id}`;
    return row?.later;
  });
  expect(age).toBe(true);
});

test("the owner restores entries with the time they had", async () => {
  const restored = asOwner(
    (owner) => owner`
      insert into audit_log
        (created_at, organization_id, actor_type, actor_id, actor_name, action, target_type, target_id, target_name, request_id)
      values ('2020-01-01', ${organization}, 'user', '1', 'Ada', 'test.made', 'test', '1', 'Test', 'req_test')
      returning extract(year from created_at)::int as year`,
  );
  expect(await restored).toEqual([{ year: 2020 }]);
});

test("the application reads and writes every other table", async () => {
  const [row] = await app`
    select count(*)::int as tables,
      count(*) filter (where has_table_privilege(oid, 'select') and has_table_privilege(oid, 'insert')
        and has_table_privilege(oid, 'update') and has_table_privilege(oid, 'delete'))::int as open,
      count(*) filter (where has_table_privilege(oid, 'truncate, trigger, references'))::int as too_open
    from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r' and relname not like 'audit%'`;
  expect(row?.tables).toBeGreaterThan(10);
  expect(row).toMatchObject({ open: row?.tables, too_open: 0 });
});

test.each([
  "update audit_log set actor_name = 'somebody else'",
  "delete from audit_log",
  "truncate audit_log cascade",
  "truncate organizations cascade",
  "update audit_chain set hash = ''",
  "delete from audit_chain",
  "truncate audit_chain",
])("a trigger refuses the owner too: %s", async (statement) => {
  const refused = asOwner((owner) => owner.unsafe(statement));
  await expect(refused).rejects.toThrow("The audit log is append-only.");
});

test("a new role is made with the password of its URL, by any number of processes at once", async () => {
  const url = urlOf(newRole(), "p@ss/wörd %");
  await Promise.all([1, 2, 3].map(() => migrateDatabase(ownerUrl(), { appUrl: url })));
  expect(await connect(url)`select count(*)::int as n from organizations`).toEqual([{ n: 1 }]);
  await expect(connect(url)`create table mine (id int)`).rejects.toThrow(/permission denied/);
});

test("a changed password of the URL becomes the role's", async () => {
  const role = newRole();
  await migrateDatabase(ownerUrl(), { appUrl: urlOf(role, "first") });
  await migrateDatabase(ownerUrl(), { appUrl: urlOf(role, "second") });
  expect(await connect(urlOf(role, "second"))`select 1 as one`).toEqual([{ one: 1 }]);
  await expect(connect(urlOf(role, "first"))`select 1`).rejects.toThrow(/password authentication failed/);
});

test("a table that the owner makes later is the application's too", async () => {
  await asOwner((owner) => owner`create table later (id bigserial primary key, word text)`);
  expect(await app`insert into later (word) values ('new') returning id`).toEqual([{ id: "1" }]);
});

test("what was granted too much earlier is taken back", async () => {
  const { username } = new URL(appUrl());
  await asOwner((owner) => owner`grant all on audit_log, audit_chain to ${owner(username)}`);
  await migrateDatabase(ownerUrl(), { appUrl: appUrl() });
  await expect(app`truncate audit_log cascade`).rejects.toThrow(/permission denied/);
});

test.each([
  ["is a superuser", "superuser"],
  ["belongs to the owner", "in role replify"],
  ["belongs to a role that may write everything", "in role pg_write_all_data"],
])("a role that %s is refused in one sentence", async (_, attributes) => {
  const role = newRole();
  await asOwner((owner) => owner.unsafe(`create role ${role} login password 'p' ${attributes}`));
  const error = await migrateDatabase(ownerUrl(), { appUrl: urlOf(role, "p") }).catch((reason) => reason);
  expect(error).toBeInstanceOf(StartupError);
  expect(error.message).toMatch(/^The role \w+ of DATABASE_URL may do more than read and write rows/);
});

test("an owner who may not create roles is told what to create, without the password", async () => {
  const owner = newRole();
  await asOwner(async (superuser) => {
    await superuser.unsafe(`create role ${owner} login password 'p'`);
    await superuser.unsafe(`create database ${owner} owner ${owner}`);
  });
  const inOwn = (url: string) => Object.assign(new URL(url), { pathname: `/${owner}` }).toString();
  const role = newRole();
  const migrate = () => migrateDatabase(inOwn(urlOf(owner, "p")), { appUrl: inOwn(urlOf(role, "hunter2")) });
  const error = await migrate().catch((reason) => reason);
  await asOwner((superuser) => superuser.unsafe(`create role ${role} login password 'hunter2'`));
  await migrate();
  const rows = await connect(inOwn(urlOf(role, "hunter2")))`select count(*)::int as n from audit_log`;
  await Promise.all(opened.splice(1).map((sql) => sql.end({ timeout: 1 })));
  await asOwner((superuser) => superuser.unsafe(`drop database ${owner} with (force)`));

  expect(error).toBeInstanceOf(StartupError);
  expect(error.message).toContain(`CREATE ROLE ${role} LOGIN`);
  expect(error.message).not.toContain("hunter2");
  expect(rows).toEqual([{ n: 0 }]);
});

async function insertEntry(sql: Sql | TransactionSql): Promise<string> {
  const [row] = await sql<{ id: string }[]>`
    insert into audit_log
      (organization_id, actor_type, actor_id, actor_name, action, target_type, target_id, target_name, request_id)
    values (${organization}, 'system', 'test', 'test', 'test.made', 'test', '1', 'Test', 'req_test') returning id`;
  return row?.id ?? "";
}

function newRole(): string {
  const role = `app_${randomBytes(6).toString("hex")}`;
  roles.push(role);
  return role;
}

function urlOf(role: string, password: string): string {
  return Object.assign(new URL(appUrl()), {
    username: role,
    password: encodeURIComponent(password),
  }).toString();
}

function appUrl(): string {
  return process.env.DATABASE_URL ?? "";
}

function ownerUrl(): string {
  return process.env.DATABASE_OWNER_URL ?? "";
}

function connect(url: string): Sql {
  const sql = postgres(url, { max: 1, onnotice: () => {} });
  opened.push(sql);
  return sql;
}
