import postgres, { type Sql } from "postgres";
import { createPostgresSocket } from "@/lib/postgres-socket";

const POOL_SIZE = 6;

/** The engine's own small pool. It outlives restarts of the database: queries fail, and work again once it is back. */
export function connectDatabase(databaseUrl: string): Sql {
  return open(databaseUrl, POOL_SIZE);
}

/**
 * One connection for notifications. `subscribe` is repeated by the caller, because a connection that was lost forgets what it
 * listened to (and the driver's own `listen` cannot be trusted with a database that is away: its rejections go unhandled).
 */
export function connectListener(databaseUrl: string, channel: string, onNotify: (payload: string) => void) {
  const sql = open(databaseUrl, 1, (_channel, payload) => onNotify(payload));
  return { subscribe: () => sql`listen ${sql(channel)}`, end: () => sql.end({ timeout: 1 }) };
}

function open(databaseUrl: string, max: number, onnotify?: (channel: string, payload: string) => void): Sql {
  return postgres(databaseUrl, {
    max,
    connect_timeout: 5,
    onnotice: () => {},
    // The lookup runs unguarded on each new connection: losing that one then would end the process.
    fetch_types: false,
    // `false` the driver would drop.
    connection: { application_name: "inngest-engine", statement_timeout: 30_000, jit: "off" },
    // Understood by the driver, absent from its types.
    ...{ socket: createPostgresSocket, onnotify },
  });
}
