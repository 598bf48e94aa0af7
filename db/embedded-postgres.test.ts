import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { existsSync, statSync } from "node:fs";
import { chmod, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import postgres from "postgres";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { StartupError } from "@/lib/startup-error";
import { postgresBinaries } from "./embedded/binaries";
import { openCluster } from "./embedded/cluster";
import { launch } from "./embedded/postmaster";
import { systemUser } from "./embedded/system-user";
import { type EmbeddedPostgres, reachEmbeddedPostgres, startEmbeddedPostgres } from "./embedded-postgres";
import { migrateDatabase } from "./migrate";

const cleanups: (() => unknown)[] = [];

// Making a cluster takes a second; most tests only need one that is there.
const template = join(tmpdir(), `replify-template-${randomUUID()}`);

beforeAll(async () => {
  await (await startEmbeddedPostgres({ dataDir: template })).stop();
});

afterAll(() => rm(template, { recursive: true }));

afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

test("a second start finds the data, the port and closed files of the first", async () => {
  const dataDir = emptyDataDir();
  const first = await start(dataDir);
  await remember(first.ownerUrl, "kept");
  await first.stop();
  expect(existsSync(lockFile(dataDir))).toBe(false);

  const second = await start(dataDir);
  expect(await recall(second.ownerUrl)).toEqual(["kept"]);
  expect(second.ownerUrl).toBe(first.ownerUrl);
  expect(statSync(join(dataDir, "postgres.json")).mode & 0o777).toBe(0o600);
  expect(statSync(join(dataDir, "postgres")).mode & 0o777).toBe(0o700);
});

test("listens on loopback only and asks for the password", async () => {
  const { ownerUrl: url } = await start(newDataDir());
  const sql = client(url);
  expect(await sql`select current_setting('listen_addresses') as addresses`).toEqual([
    { addresses: "127.0.0.1" },
  ]);
  const stranger = client(url.replace(/:[^:@]+@/, ":wrong@"));
  await expect(stranger`select 1`).rejects.toThrow(/password authentication failed/);
});

test("Postgres ends when its owner is killed, and the next start has all data", async () => {
  const dataDir = newDataDir();
  const owner = await startInChild(dataDir);
  await remember(owner.ownerUrl, "before the kill");
  owner.child.kill("SIGKILL");

  await expect.poll(() => existsSync(lockFile(dataDir))).toBe(false);
  const next = await start(dataDir);
  expect(await recall(next.ownerUrl)).toEqual(["before the kill"]);
});

test("a Postgres that was itself killed leaves a stale lock that stops nobody", async () => {
  const dataDir = newDataDir();
  const first = await start(dataDir);
  await remember(first.ownerUrl, "durable");
  process.kill(await postmasterPid(dataDir), "SIGKILL");
  await first.died;
  await first.stop();
  await writeFile(lockFile(dataDir), `${process.pid}\n${dataDir}\n0\n5432\n`);

  const next = await start(dataDir);
  expect(await recall(next.ownerUrl)).toEqual(["durable"]);
});

test("a Postgres left running without an owner is stopped, never doubled", async () => {
  const dataDir = newDataDir();
  const user = await systemUser();
  const log = () => {};
  const cluster = await openCluster(dataDir, { user, log });
  const binaries = await postgresBinaries(user, { copyTo: dataDir, log });
  const port = cluster.port ?? 0;
  const { child: orphan } = await launch(cluster, { binaries, user, port, flags: {}, remove: [] });

  const lines: string[] = [];
  await start(dataDir, { log: (line) => lines.push(line) });
  expect(orphan.exitCode).toBe(0);
  expect(await postmasterPid(dataDir)).not.toBe(orphan.pid);
  expect(lines).toEqual(["The last run left its database running; stopping it first."]);
});

test("the application's role works after migrating, also on a data directory from before there was one", async () => {
  const dataDir = newDataDir();
  const file = join(dataDir, "postgres.json");
  const { appPassword, ...old } = JSON.parse(await readFile(file, "utf8"));
  expect(appPassword).toMatch(/^[\w-]{32}$/);
  await writeFile(file, JSON.stringify(old));

  const first = await start(dataDir);
  await migrateDatabase(first.ownerUrl, { appUrl: first.url });
  expect(await client(first.url)`select current_user as name`).toEqual([{ name: "replify_app" }]);
  await first.stop();

  const second = await start(dataDir);
  expect(second.url).toBe(first.url);
  expect(await client(second.url)`select count(*)::int as n from users`).toEqual([{ n: 0 }]);
  expect(statSync(file).mode & 0o777).toBe(0o600);
});

test("a database is reached while it runs, without disturbing it, and when it does not", async () => {
  const dataDir = newDataDir();
  const running = await start(dataDir);
  const joined = await reachEmbeddedPostgres({ dataDir });
  await remember(joined.ownerUrl, "seen");
  await joined.stop();
  expect(await recall(running.ownerUrl)).toEqual(["seen"]);
  await running.stop();

  const alone = await reachEmbeddedPostgres({ dataDir });
  expect(await recall(alone.ownerUrl)).toEqual(["seen"]);
  await alone.stop();
  expect(existsSync(lockFile(dataDir))).toBe(false);
});

test("two owners of one directory are refused, and the first keeps working", async () => {
  const dataDir = newDataDir();
  const first = await start(dataDir);
  await expect(start(dataDir)).rejects.toThrow(/^Another Replify is already running on .*: stop it first/);
  await remember(first.ownerUrl, "still here");
  expect(await recall(first.ownerUrl)).toEqual(["still here"]);
});

test("a port that is taken is replaced by a free one", async () => {
  const first = await start(newDataDir());
  const second = await start(newDataDir(), { port: first.port });
  expect(second.port).not.toBe(first.port);
});

test("a directory the database user may not enter moves the database, and the log says where", async () => {
  const home = join(tmpdir(), `replify-home-${randomUUID()}`);
  await mkdir(home, { mode: 0o700 });
  cleanups.push(() => rm(home, { recursive: true }));
  const dataDir = join(home, "data");
  const lines: string[] = [];
  const first = await start(dataDir, { log: (line) => lines.push(line) });
  await remember(first.ownerUrl, "elsewhere");
  await first.stop();

  // Open now, but the data has its place already.
  await chmod(home, 0o755);
  const isRoot = process.getuid?.() === 0;
  expect(existsSync(join(dataDir, "postgres", "PG_VERSION"))).toBe(!isRoot);
  expect(lines.filter((line) => line.includes("/var/lib/replify/"))).toHaveLength(isRoot ? 1 : 0);
  const second = await start(dataDir, { temporary: true });
  expect(await recall(second.ownerUrl)).toEqual(["elsewhere"]);
});

test.each([
  [
    "a damaged cluster",
    (dir: string) => rm(join(dir, "postgres/global/pg_control")),
    /^The database in .* is damaged or unusable \(/,
  ],
  [
    "another major version",
    (dir: string) => writeFile(join(dir, "postgres/PG_VERSION"), "16\n"),
    /made by another major version of PostgreSQL/,
  ],
  [
    "a lost password",
    (dir: string) => rm(join(dir, "postgres.json")),
    /postgres\.json is missing and holds the password/,
  ],
  [
    "a garbled password file",
    (dir: string) => writeFile(join(dir, "postgres.json"), "{"),
    /cannot be read as Replify wrote it/,
  ],
  [
    "files that are no cluster",
    (dir: string) => rm(join(dir, "postgres/PG_VERSION")),
    /exists but holds no PostgreSQL database/,
  ],
])("%s is told in one sentence", async (_, breakIt, sentence) => {
  const dataDir = newDataDir();
  await breakIt(dataDir);
  const error = await start(dataDir).catch((reason) => reason);
  expect(error).toBeInstanceOf(StartupError);
  expect(error.message).toMatch(sentence);
  expect(error.message).not.toContain("\n");
});

test("a data directory that is a file is told in one sentence", async () => {
  const dataDir = emptyDataDir();
  await writeFile(dataDir, "");
  await expect(start(dataDir)).rejects.toThrow(/is not a directory: remove that file/);
  await expect(start(join(dataDir, "below"))).rejects.toThrow(/is not a directory: remove that file/);
});

function newDataDir(): string {
  const dataDir = emptyDataDir();
  execFileSync("cp", ["-a", template, dataDir]);
  return dataDir;
}

function emptyDataDir(): string {
  const dataDir = join(tmpdir(), `replify-test-${randomUUID()}`);
  cleanups.push(() => rm(dataDir, { recursive: true, force: true }));
  return dataDir;
}

async function start(
  dataDir: string,
  options: Partial<Parameters<typeof startEmbeddedPostgres>[0]> = {},
): Promise<EmbeddedPostgres> {
  const started = await startEmbeddedPostgres({ dataDir, flags: { fsync: "off" }, ...options });
  cleanups.push(started.stop);
  return started;
}

async function startInChild(dataDir: string): Promise<{ child: ChildProcess; ownerUrl: string }> {
  const module = join(import.meta.dirname, "embedded-postgres.ts");
  const code = `import { startEmbeddedPostgres } from ${JSON.stringify(module)};
    process.send((await startEmbeddedPostgres({ dataDir: ${JSON.stringify(dataDir)} })).ownerUrl);`;
  const child = spawn(process.execPath, ["--import", "tsx", "--input-type=module", "-e", code], {
    stdio: ["ignore", "inherit", "inherit", "ipc"],
  });
  cleanups.push(() => child.kill("SIGKILL"));
  const [url] = await once(child, "message");
  return { child, ownerUrl: String(url) };
}

async function remember(url: string, word: string): Promise<void> {
  const sql = client(url);
  await sql`create table if not exists words (word text)`;
  await sql`insert into words values (${word})`;
}

async function recall(url: string): Promise<string[]> {
  const rows = await client(url)<{ word: string }[]>`select word from words`;
  return rows.map((row) => row.word);
}

function client(url: string): postgres.Sql {
  const sql = postgres(url, { max: 1, onnotice: () => {}, onclose: () => {} });
  cleanups.push(() => sql.end({ timeout: 1 }));
  return sql;
}

function lockFile(dataDir: string): string {
  return join(dataDir, "postgres", "postmaster.pid");
}

async function postmasterPid(dataDir: string): Promise<number> {
  return Number((await readFile(lockFile(dataDir), "utf8")).split("\n")[0]);
}
