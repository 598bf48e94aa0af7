import { AsyncLocalStorage } from "node:async_hooks";
import { is, type SQL } from "drizzle-orm";
import { PgDialect } from "drizzle-orm/pg-core";
import { drizzle, PostgresJsSession } from "drizzle-orm/postgres-js";
import postgres from "postgres";
import * as schema from "@/db/schema";
import { env } from "@/lib/env";
import { log } from "@/lib/log";
import { parseJson } from "@/lib/parse-json";
import { createPostgresSocket } from "@/lib/postgres-socket";
import { processWide } from "@/lib/process-wide";

/** PostgreSQL's numbers for its two types. */
const JSON_OID = 114;
const JSONB_OID = 3802;

function connect() {
  const client = postgres(env.DATABASE_URL, {
    max: 10,
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
    },
  });
  return drizzle(client, { schema, casing: "snake_case" });
}

const dialect = new PgDialect();

type Database = ReturnType<typeof connect>;
type Transaction = Parameters<Parameters<Database["transaction"]>[0]>[0];

const connected = processWide("database", (): { pool?: Database } => ({}));

interface Unit {
  tx: Transaction;
  afterCommit: (() => void)[];
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
  const result = await pool().transaction((tx) => current.run({ tx, afterCommit }, work));
  for (const callback of afterCommit) {
    try {
      callback();
    } catch (error) {
      log.error({ err: error }, "after-commit callback failed");
    }
  }
  return result;
}

/**
 * Runs a statement that each connection parses and plans only once: for what every call to the API asks. Values come as the driver gives them,
 * so select text, numbers and booleans.
 */
export async function queryPrepared<Row>(text: string, values: (string | number)[]): Promise<Row[]> {
  return connection().unsafe<Row[]>(text, values, { prepare: true });
}

/** For `queryPrepared`, of a statement that has no values but those that it names itself: `$1`, `$2` … */
export function textOf(statement: SQL): string {
  return dialect.sqlToQuery(statement).sql;
}

/** The statement itself failed: nothing of it has stayed, which nobody knows where the connection was lost. */
export function isUndone(error: unknown): boolean {
  return error instanceof Error && "severity" in error && error.severity === "ERROR";
}

// A bitmap would find the entries of dead rows again and again; an index scan marks them.
const BY_INDEXES = `select set_config('plan_cache_mode', 'force_generic_plan', true), set_config('enable_seqscan', 'off', true),
  set_config('enable_bitmapscan', 'off', true)`;
const LOCKED = `${BY_INDEXES}, pg_advisory_xact_lock($1)`;

/**
 * Runs a statement, planned only once like the above, in a transaction of its own. Its plan may have been made when the tables were empty, so it
 * goes by indexes whatever they hold. With a lock, no other with the same one overlaps: it sees all that they have done.
 */
export async function executeByIndexes<Row extends object>(statement: SQL, lock?: number): Promise<Row[]> {
  const { sql: text, params } = dialect.sqlToQuery(statement);
  let rows: Row[] = [];
  await pool().$client.begin(async (client) => {
    [, rows] = await Promise.all([
      lock === undefined
        ? client.unsafe(BY_INDEXES, [], { prepare: true })
        : client.unsafe(LOCKED, [lock], { prepare: true }),
      // What our statements are given is text and numbers.
      client.unsafe<Row[]>(text, params as (string | number)[], { prepare: true }),
    ]);
  });
  return rows;
}

/** Calls back once the surrounding transaction has committed; at once when there is none. Never awaited. */
export function afterCommit(callback: () => void): void {
  const unit = current.getStore();
  if (unit) unit.afterCommit.push(callback);
  else callback();
}

export async function closeDatabase(): Promise<void> {
  await connected.pool?.$client.end({ timeout: 5 });
  delete connected.pool;
}

/** The driver's own side of `database()`. */
function connection(): postgres.Sql {
  const tx = current.getStore()?.tx;
  if (!tx) return pool().$client;
  const { session } = tx._;
  if (!is(session, PostgresJsSession)) throw new Error("a transaction of another driver");
  return session.client;
}

function pool(): Database {
  connected.pool ??= connect();
  return connected.pool;
}
