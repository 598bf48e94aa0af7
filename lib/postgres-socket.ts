import { connect, type Socket } from "node:net";

const CLOSE_DELAY_MS = 50;

/**
 * When a connection dies, postgres 3.4 forgets its socket, then rejects what was under way, and the transaction's rollback is
 * written to nothing: a throw that nobody can catch (porsager/postgres#1208). So its `close` is announced by an error, which
 * rejects first, and comes a moment later, when the rollback has failed in peace. For the driver's untyped `socket` option.
 *
 * What the driver keeps of a lost connection for the next one (bytes that it waits to write, the error, a count of rows) is put right by
 * `patches/`, which `npm ci` applies.
 */
export function createPostgresSocket({
  host,
  port,
  path,
}: {
  host: string[];
  port: number[];
  path?: string;
}): Socket {
  const socket = path ? connect(path) : connect(port[0] ?? 5432, host[0] ?? "localhost");
  const emit = socket.emit.bind(socket) as (event: string, ...values: unknown[]) => boolean;
  let isConnected = false;
  socket.emit = (event: string, ...values: unknown[]) => {
    if (event === "connect") isConnected = true;
    if (event !== "close" || !isConnected) return emit(event, ...values);
    emit(
      "error",
      Object.assign(new Error("The database closed the connection."), { code: "CONNECTION_CLOSED" }),
    );
    setTimeout(emit, CLOSE_DELAY_MS, "close", false);
    return true;
  };
  return Object.assign(socket, { host: host[0], port: port[0] });
}
