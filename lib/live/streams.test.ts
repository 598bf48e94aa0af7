import { once } from "node:events";
import { createServer, type Server } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { afterEach, expect, test } from "vitest";
import { serveCall } from "@/lib/web/fetch-call";
import { openEventStream } from "./streams";

const closers: (() => void)[] = [];
afterEach(() => {
  for (const close of closers.splice(0)) close();
});

/** A server whose every answer is a stream of what `send` is given. */
async function start() {
  let send: ((data: string) => void) | undefined;
  const failures: unknown[] = [];
  let isEnded = false;
  const server: Server = createServer((req, res) => {
    const handle = async ({ signal }: Request) =>
      new Response(
        openEventStream({
          owner: "a",
          isAllowed: async () => true,
          left: signal,
          start(toReader) {
            send = toReader;
            return () => {
              isEnded = true;
            };
          },
        }),
        { headers: { "content-type": "text/event-stream" } },
      );
    serveCall(req, res, { origin: "http://desk.example", handle }).catch((error: unknown) =>
      failures.push(error),
    );
  });
  closers.push(() => server.close().closeAllConnections());
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    port: (server.address() as AddressInfo).port,
    send: (data: string) => send?.(data),
    isBegun: () => send !== undefined,
    isEnded: () => isEnded,
    failures,
    connections: () =>
      new Promise<number>((resolve, reject) =>
        server.getConnections((error, count) => (error ? reject(error) : resolve(count))),
      ),
  };
}

test("a reader who takes nothing is cut off, with all that waited for them, and it is no failure of ours", async () => {
  const stream = await start();
  const reader = connect(stream.port, "127.0.0.1").pause();
  closers.push(() => reader.destroy());
  reader.on("error", () => {}).write("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
  await expect.poll(stream.isBegun).toBe(true);
  const message = "x".repeat(64 * 1024);
  let sent = 0;
  // The buffers of the connection take some of it.
  while (!stream.isEnded() && sent < 4_000) {
    stream.send(message);
    sent++;
    await new Promise((resolve) => setImmediate(resolve));
  }
  expect(stream.isEnded()).toBe(true);
  await expect.poll(stream.connections).toBe(0);
  expect(stream.failures).toEqual([]);
});
