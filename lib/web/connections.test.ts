import { once } from "node:events";
import { Agent, get, type IncomingMessage, type RequestListener, type Server } from "node:http";
import { connect, type Socket } from "node:net";
import { text } from "node:stream/consumers";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, expect, test } from "vitest";
import { type ConnectionLimits, createHttpServer } from "./connections";

const LIMITS: ConnectionLimits = {
  headersMs: 300,
  requestMs: 600,
  checkMs: 50,
  keepAliveMs: 300,
  silentMs: 60_000,
  total: 1_000,
  perAddress: 0,
};
const OPENING = "POST / HTTP/1.1\r\nHost: x\r\n";

const servers: Server[] = [];
const sockets: Socket[] = [];

afterEach(() => {
  for (const socket of sockets.splice(0)) socket.destroy();
  for (const server of servers.splice(0)) server.close();
});

/** Answers with the length of the body once it is there. */
const countBody: RequestListener = async (req, res) => {
  const body = await text(req).catch(() => undefined);
  if (body !== undefined) res.end(String(body.length));
};

async function start(limits: Partial<ConnectionLimits> = {}): Promise<{ server: Server; port: number }> {
  const server = createHttpServer({ ...LIMITS, ...limits });
  servers.push(server);
  server.on("request", countBody);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  return { server, port: address.port };
}

/** A client that never closes its own side, and sends on for as long as it can. */
function drip(port: number, opening: string, drop: string, localAddress = "127.0.0.1"): Socket {
  const socket = connect({ port, host: "127.0.0.1", allowHalfOpen: true, localAddress });
  sockets.push(socket);
  socket.on("error", () => {});
  socket.write(opening);
  const dripping = setInterval(() => socket.write(drop), 20);
  socket.once("close", () => clearInterval(dripping));
  return socket;
}

test.each([
  ["nothing", "", ""],
  ["line breaks", "", "\r\n"],
  ["a header", `${OPENING}X: `, "a"],
  ["a body", `${OPENING}Content-Length: 100000\r\n\r\n`, "a"],
  ["chunks of a body", `${OPENING}Transfer-Encoding: chunked\r\n\r\n`, "1\r\na\r\n"],
  ["line breaks after a request", `${OPENING}Content-Length: 0\r\n\r\n`, "\r\n"],
  ["the header of a second request", `${OPENING}Content-Length: 0\r\n\r\n${OPENING}X: `, "a"],
  [
    "the body of a second request",
    `${OPENING}Content-Length: 0\r\n\r\n${OPENING}Content-Length: 9999\r\n\r\n`,
    "a",
  ],
  ["something else than HTTP", "nonsense\r\n\r\n", "a"],
])("a connection that drips %s is closed on our side, whatever the client does", async (_, opening, drop) => {
  const { server, port } = await start();
  const accepted = once(server, "connection");
  drip(port, opening, drop);
  const [socket]: Socket[] = await accepted;
  if (!socket?.destroyed) await once(socket as Socket, "close");
  expect(await open(server)).toBe(0);
});

test("a client that is too slow is told so", async () => {
  const { port } = await start();
  const socket = drip(port, `${OPENING}X: `, "a");
  expect(await text(socket)).toMatch(/^HTTP\/1.1 408 [\s\S]*"code":"request_timeout"/);
});

test("a body that comes slowly but in time is taken, and its connection used again", async () => {
  const { port } = await start({ headersMs: 60_000, requestMs: 60_000, keepAliveMs: 60_000 });
  const socket = connect({ port, host: "127.0.0.1" });
  sockets.push(socket);
  for (let turn = 0; turn < 2; turn++) {
    const answered = once(socket, "data");
    socket.write(`${OPENING}Content-Length: 10\r\n\r\n`);
    for (let byte = 0; byte < 10; byte++) {
      socket.write("a");
      await sleep(20);
    }
    const [answer] = await answered;
    expect(String(answer)).toMatch(/^HTTP\/1.1 200 [\s\S]*10$/);
  }
});

test("one address has so many connections, others are served meanwhile", async () => {
  const { server, port } = await start({ perAddress: 5, headersMs: 60_000, requestMs: 60_000 });
  const held = Array.from({ length: 5 }, () => drip(port, `${OPENING}X: `, "a"));
  await Promise.all(held.map((socket) => once(socket, "connect")));
  await expect.poll(() => open(server)).toBe(5);

  const refused = connect({ port, host: "127.0.0.1" });
  expect(await text(refused)).toMatch(
    /^HTTP\/1.1 429 [\s\S]*retry-after: 10\r\n[\s\S]*More than 5 connections/,
  );
  expect(await open(server)).toBe(5);
  expect(await status(port, "127.0.0.2")).toBe(200);

  held[0]?.destroy();
  await expect.poll(() => open(server)).toBe(4);
  expect(await status(port, "127.0.0.1")).toBe(200);
});

test("a flood of refused connections leaves none open", async () => {
  const { server, port } = await start({ perAddress: 5, headersMs: 60_000, requestMs: 60_000 });
  for (let index = 0; index < 200; index++) drip(port, `${OPENING}X: `, "a");
  let opened = 0;
  await new Promise<void>((resolve) => {
    server.on("connection", () => ++opened === 200 && resolve());
  });
  await expect.poll(() => open(server)).toBe(5);
});

function open(server: Server): Promise<number> {
  return new Promise((resolve, reject) =>
    server.getConnections((error, count) => (error ? reject(error) : resolve(count))),
  );
}

async function status(port: number, localAddress: string): Promise<number | undefined> {
  const sent = get({ port, host: "127.0.0.1", localAddress, agent: new Agent() });
  const [response] = (await once(sent, "response")) as [IncomingMessage];
  response.resume();
  return response.statusCode;
}
