import { EventEmitter } from "node:events";
import type { Socket } from "node:net";
import postgres from "postgres";
import { afterEach, expect, test } from "vitest";
import { createPostgresSocket } from "@/lib/postgres-socket";

let open: postgres.Sql | undefined;

afterEach(async () => {
  await open?.end({ timeout: 1 });
  open = undefined;
});

/** A pool of one connection, with the socket that it uses. */
function connect() {
  const sockets: Socket[] = [];
  const client = postgres(process.env.DATABASE_URL ?? "", {
    max: 1,
    fetch_types: false,
    ...{
      socket: (options: Parameters<typeof createPostgresSocket>[0]) => {
        const socket = createPostgresSocket(options);
        sockets.push(socket);
        return socket;
      },
    },
  });
  open = client;
  const lastSocket = () => {
    const socket = sockets.at(-1);
    if (!socket) throw new Error("the pool has connected to nothing yet");
    return socket;
  };
  return { sql: client, lastSocket };
}

test("a connection that is lost before a query is written leaves nothing behind for the next one", async () => {
  const { sql, lastSocket } = connect();
  await sql`select 1`;
  // As the driver hears of it: after it was given the query, and before the turn in which it writes it.
  setImmediate(() => EventEmitter.prototype.emit.call(lastSocket(), "close", false));
  await expect(sql`select 1`).rejects.toMatchObject({ code: "CONNECTION_CLOSED" });
  expect(await sql`select 2 as number`).toMatchObject([{ number: 2 }]);
});

test("the first query of a new connection does not get the error of the old one", async () => {
  const { sql, lastSocket } = connect();
  await sql`select 1`;
  const closed = new Promise((resolve) => lastSocket().once("close", resolve));
  await expect(sql`select pg_terminate_backend(pg_backend_pid())`).rejects.toThrow();
  await closed;
  expect(await sql`select 3 as number`).toMatchObject([{ number: 3 }]);
});
