import { setTimeout as sleep } from "node:timers/promises";
import postgres from "postgres";
import { createPostgresSocket } from "@/lib/postgres-socket";

interface ListenOptions {
  /** Of the database itself: a pooler that hands connections out by transaction passes no notifications on. */
  databaseUrl: string;
  /** What the database calls the connection. */
  name: string;
  channel: string;
  onNotify(payload: string): void;
  /** Each time that it begins to listen: what was said before went unheard. */
  onListening(): void;
  /** It listens no more, and tries again. */
  onLost?(error: unknown): void;
}

export interface Listener {
  stop(): Promise<void>;
}

const RETRY_MS = 250;
const CHECK_MS = 15_000;

/** Listens for notifications on a connection of its own, and on a new one whenever that is lost. */
export function listenTo(options: ListenOptions): Listener {
  const stopping = new AbortController();
  const listening = keepListening(options, stopping.signal);
  return {
    async stop() {
      stopping.abort();
      await listening;
    },
  };
}

async function keepListening(options: ListenOptions, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    try {
      await listenUntilLost(options, signal);
    } catch (error) {
      options.onLost?.(error);
      await sleep(RETRY_MS, undefined, { signal }).catch(() => {});
    }
  }
}

/** Rejects when the connection is lost, resolves when `signal` says so. */
async function listenUntilLost(options: ListenOptions, signal: AbortSignal): Promise<void> {
  const { databaseUrl, name, channel, onNotify, onListening } = options;
  const end = Promise.withResolvers<void>();
  const stop = () => end.resolve();
  signal.addEventListener("abort", stop);
  const sql = postgres(databaseUrl, {
    max: 1,
    connect_timeout: 5,
    onnotice: () => {},
    onclose: () => end.reject(new Error("The database closed the connection.")),
    // The lookup runs unguarded on each new connection: losing that one then would end the process.
    fetch_types: false,
    connection: { application_name: name },
    // Understood by the driver, absent from its types. Its own `listen` leaves rejections unhandled while the database is away.
    ...{ socket: createPostgresSocket, onnotify: (_channel: string, payload: string) => onNotify(payload) },
  });
  let isAnswered = true;
  const check = setInterval(() => {
    // The other end may be gone without having said so.
    if (!isAnswered) end.reject(new Error("The database does not answer."));
    isAnswered = false;
    sql`select 1`.then(() => {
      isAnswered = true;
    }, end.reject);
  }, CHECK_MS);
  try {
    await Promise.race([sql`listen ${sql(channel)}`, end.promise]);
    if (!signal.aborted) onListening();
    await end.promise;
  } finally {
    clearInterval(check);
    signal.removeEventListener("abort", stop);
    await sql.end({ timeout: 1 });
  }
}
