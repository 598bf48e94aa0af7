import { AsyncLocalStorage } from "node:async_hooks";
import { is, type Query, type SQL } from "drizzle-orm";
import { PgDialect } from "drizzle-orm/pg-core";
import { drizzle, PostgresJsSession } from "drizzle-orm/postgres-js";
import postgres from "postgres";
import * as schema from "@/db/schema";
import { env } from "@/lib/env";
import { log } from "@/lib/log";
import { parseJson } from "@/lib/parse-json";
import { createPostgresSocket } from "@/lib/postgres-socket";
import { processWide } from "@/lib/process-wide";

/** Of the columns' names. */
const CASING = "snake_case";
/** The SQLSTATE of a statement that was not run, since one before it failed. */
const BEHIND_A_FAILURE = "25P02";
/** PostgreSQL's numbers for its two types. */
const JSON_OID = 114;
const JSONB_OID = 3802;

interface Connections {
  max: number;
  settings?: Record<string, string>;
  onClosed?: () => void;
}

function openConnections(databaseUrl: string, { max, settings, onClosed = () => {} }: Connections) {
  return postgres(databaseUrl, {
    max,
    onclose: onClosed,
    // Long, as it also runs while the process itself is too busy to hear the answer: at the start, when it loads all of its code.
    connect_timeout: 10,
    idle_timeout: 60,
    onnotice: () => {},
    // The lookup of array types runs unguarded on each new connection: losing that one then would end the process.
    fetch_types: false,
    // jsonb keeps every digit of a number, so reading it must, too.
    types: {
      json: { to: JSON_OID, from: [JSON_OID, JSONB_OID], serialize: JSON.stringify, parse: parseJson },
    },
    // Understood by the driver, absent from its types.
    ...{ socket: createPostgresSocket },
    connection: {
      application_name: `replify-${process.env.REPLIFY_PROCESS ?? "app"}`,
      statement_timeout: 10_000,
      idle_in_transaction_session_timeout: 30_000,
      // A just-in-time compile costs the claim query more than it ever saves (292 ms against 12 ms).
      // Not `false`, which the driver drops.
      jit: "off",
      ...settings,
    },
  });
}

function connect() {
  return drizzle(openConnections(env.DATABASE_URL, { max: 10 }), { schema, casing: CASING });
}

/** Nothing is lost by it: whatever follows from a lease is flushed after it. If PostgreSQL crashes in between, what was leased is due again. */
const NO_FLUSH = { synchronous_commit: "off" };

/** Plans are made once per connection, maybe when the tables were empty: so they go by indexes whatever the tables hold. */
const BY_INDEXES = {
  plan_cache_mode: "force_generic_plan",
  enable_seqscan: "off",
  // A bitmap would find the entries of dead rows again and again; an index scan marks them.
  enable_bitmapscan: "off",
};

const dialect = new PgDialect({ casing: CASING });

type Database = ReturnType<typeof connect>;
type Transaction = Parameters<Parameters<Database["transaction"]>[0]>[0];

interface Connected {
  pool?: Database;
  /** One connection each, as a plan is known to that which made it. */
  byIndexes?: postgres.Sql;
  locked?: postgres.Sql;
  /** Names of the statements that the connection of `locked` knows, as far as this process can tell. */
  known: Set<string>;
}

const connected = processWide("database", (): Connected => ({ known: new Set() }));

interface Unit {
  tx: Transaction;
  afterCommit: (() => void)[];
  /** What was sent without waiting for it. */
  sent: Promise<unknown>[];
}

const current = processWide("transaction", () => new AsyncLocalStorage<Unit>());

/** The pool, or the transaction that the caller is inside of. */
export function database(): Database | Transaction {
  return current.getStore()?.tx ?? pool();
}

export function isInTransaction(): boolean {
  return current.getStore() !== undefined;
}

/** For what is right only within a transaction, such as a lock or an audit row. Throws outside of one. */
export function currentTransaction(): Transaction {
  const unit = current.getStore();
  if (!unit) throw new Error("this must run inside of transaction(…)");
  return unit.tx;
}

/**
 * Runs `work` in one transaction, which all that it calls is part of: `database()` is the transaction there. Inside another one it simply
 * joins it, so services compose.
 */
export async function transaction<Result>(work: () => Promise<Result>): Promise<Result> {
  if (current.getStore()) return work();
  const afterCommit: (() => void)[] = [];
  const sent: Promise<unknown>[] = [];
  const running = pool().transaction((tx) => current.run({ tx, afterCommit, sent }, work));
  const result = await running.catch((error: unknown) => fail(error, sent));
  // A commit behind a statement that failed has undone all.
  await Promise.all(sent);
  for (const callback of afterCommit) {
    try {
      callback();
    } catch (error) {
      log.error({ err: error }, "after-commit callback failed");
    }
  }
  return result;
}

/** PostgreSQL refuses all that comes behind a statement that failed: that one's error says why. */
async function fail(error: unknown, sent: Promise<unknown>[]): Promise<never> {
  for (const outcome of await Promise.allSettled(sent))
    if (outcome.status === "rejected" && outcome.reason?.code !== BEHIND_A_FAILURE) throw outcome.reason;
  throw error;
}

/**
 * Runs a statement that each connection parses and plans only once: for what every call to the API asks. Values come as the driver gives them,
 * so select text, numbers and booleans. Drizzle's own statements are planned once if they are run with `.prepare(…).execute()`.
 */
export async function queryPrepared<Row>(text: string, values: (string | number)[]): Promise<Row[]> {
  return connection().unsafe<Row[]>(text, values, { prepare: true });
}

/** For `queryPrepared`, of a statement that has no values but those that it names itself: `$1`, `$2` … */
export function textOf(statement: SQL): string {
  const { sql: text, params } = dialect.sqlToQuery(statement);
  if (params.length > 0) throw new Error(`write $1 … for the values, or sql.raw: ${params.join(", ")}`);
  return text;
}

/** For `send`. */
export function queryOf(statement: SQL): Query {
  return dialect.sqlToQuery(statement);
}

/**
 * Runs a statement, planned only once like the above, of which nobody needs the answer. Within a transaction it does not wait for it: what comes
 * next goes out right behind it, the commit included, so that whoever waits for what we locked waits for no round trip of ours. If it fails, so does the
 * transaction, with its error.
 */
export async function send({ sql: text, params }: Query): Promise<void> {
  // What our statements are given is what the driver knows to write. Executed here and now, so that nothing that comes later overtakes it.
  const running = connection()
    .unsafe(text, params as postgres.ParameterOrJSON<never>[], { prepare: true })
    .execute();
  const unit = current.getStore();
  if (!unit) {
    await running;
    return;
  }
  // The transaction looks at its end.
  running.catch(() => {});
  unit.sent.push(running);
}

/** The statement itself failed: nothing of it has stayed, which nobody knows where the connection was lost. */
export function isUndone(error: unknown): boolean {
  return error instanceof Error && "severity" in error && error.severity === "ERROR";
}

/** `queryPrepared` on connections that go by indexes; never part of a transaction. */
export async function queryByIndexes<Row>(text: string, values: (string | number)[]): Promise<Row[]> {
  return byIndexes("byIndexes").unsafe<Row[]>(text, values, { prepare: true });
}

/** A statement by the name that connections keep its plan under. */
export interface NamedStatement {
  name: string;
  /** As `textOf` makes it. */
  text: string;
}

/** What a connection says that does not know the statement, or knows it already: each is an error in PostgreSQL's log. */
const [UNKNOWN, KNOWN] = ["26000", "42P05"];
const MAX_TRIES = 10;

/**
 * `queryByIndexes` for a statement that leases something, of which no two with the same lock overlap: each sees all that the one before has done.
 * Lock and statement go in one message, which is a transaction of its own, as each message costs both sides more than a short statement does. Its
 * commit doesn't wait for the disk.
 */
export async function queryLocked<Row>(
  lock: number,
  { name, text }: NamedStatement,
  values: (string | number)[],
): Promise<Row[]> {
  const locked = `select pg_advisory_xact_lock(${lock}); execute ${name}(${values.map(literal).join()})`;
  const once = async (prepare: string): Promise<Row[]> => {
    const results = await byIndexes("locked").unsafe<Row[][]>(prepare + locked);
    return results.at(-1) ?? [];
  };
  for (let tries = 1, isPrepared = connected.known.has(name); ; tries++) {
    try {
      const rows = await once(isPrepared ? "" : `prepare ${name} as ${text}; `);
      connected.known.add(name);
      return rows;
    } catch (error) {
      const code = error instanceof postgres.PostgresError ? error.code : undefined;
      if (code !== (isPrepared ? UNKNOWN : KNOWN) || tries >= MAX_TRIES) throw error;
      isPrepared = !isPrepared;
    }
  }
}

function literal(value: string | number): string {
  return typeof value === "number" ? String(value) : `'${value.replaceAll("'", "''")}'`;
}

/** Calls back once the surrounding transaction has committed; at once when there is none. Never awaited. */
export function afterCommit(callback: () => void): void {
  const unit = current.getStore();
  if (unit) unit.afterCommit.push(callback);
  else callback();
}

export async function closeDatabase(): Promise<void> {
  const { pool, byIndexes, locked } = connected;
  delete connected.pool;
  delete connected.byIndexes;
  delete connected.locked;
  connected.known.clear();
  await Promise.all([pool?.$client, byIndexes, locked].map((client) => client?.end({ timeout: 5 })));
}

/** The driver's own side of `database()`. */
function connection(): postgres.Sql {
  const tx = current.getStore()?.tx;
  if (!tx) return pool().$client;
  const { session } = tx._;
  if (!is(session, PostgresJsSession)) throw new Error("a transaction of another driver");
  return session.client;
}

/** To the database itself: a pooler might drop the settings. */
function byIndexes(which: "byIndexes" | "locked"): postgres.Sql {
  connected[which] ??= openConnections(env.DATABASE_DIRECT_URL ?? env.DATABASE_URL, {
    max: 1,
    settings: which === "locked" ? { ...BY_INDEXES, ...NO_FLUSH } : BY_INDEXES,
    onClosed: () => which === "locked" && connected.known.clear(),
  });
  return connected[which];
}

function pool(): Database {
  connected.pool ??= connect();
  return connected.pool;
}
