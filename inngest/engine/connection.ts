import { connect, type Socket } from "node:net";
import postgres, { type Sql } from "postgres";

const POOL_SIZE = 6;
const CLOSE_DELAY_MS = 50;

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
    connection: { application_name: "inngest-engine", statement_timeout: 30_000, jit: false },
    // Understood by the driver, absent from its types.
    ...{ socket: createSocket, onnotify },
  });
}

/**
 * When a connection dies, postgres 3.4 forgets its socket, then rejects what was under way, and the transaction's rollback is
 * written to nothing: a throw that nobody can catch (porsager/postgres#1208). So its `close` is announced by an error, which
 * rejects first, and comes a moment later, when the rollback has failed in peace.
 */
function createSocket({ host, port, path }: { host: string[]; port: number[]; path?: string }): Socket {
  const socket = path ? connect(path) : connect(port[0] ?? 5432, host[0] ?? "localhost");
  const emit = socket.emit.bind(socket) as (event: string, ...values: unknown[]) => boolean;
  let isConnected = false;
  socket.emit = (event: string, ...values: unknown[]) => {
    if (event === "connect") isConnected = true;
    if (event !== "close" || !isConnected) return emit(event, ...values);
    emit("error", new Error("The database closed the connection."));
    setTimeout(emit, CLOSE_DELAY_MS, "close", false);
    return true;
  };
  return Object.assign(socket, { host: host[0], port: port[0] });
}
