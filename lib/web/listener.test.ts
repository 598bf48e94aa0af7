import { once } from "node:events";
import { createServer, type IncomingMessage, request, type Server, type ServerResponse } from "node:http";
import { connect, type Socket } from "node:net";
import { text } from "node:stream/consumers";
import { afterEach, expect, test, vi } from "vitest";
import { log } from "@/lib/log";
import { createListener } from "./listener";

type Handle = (req: IncomingMessage, res: ServerResponse) => Promise<void>;

const FORM = { "content-type": "application/x-www-form-urlencoded" };
const servers: Server[] = [];
const sockets: Socket[] = [];

afterEach(() => {
  vi.restoreAllMocks();
  for (const socket of sockets.splice(0)) socket.destroy();
  for (const server of servers.splice(0)) server.close().closeAllConnections();
});

/** A server with `handle` in the framework's place. */
async function start(handle: Handle): Promise<number> {
  const server = createServer(
    createListener({
      isDev: false,
      appUrl: "http://localhost:3000",
      trustedHops: 0,
      isDraining: () => false,
      isOwn: (req) => req.url === "/own",
      readiness: async () => ({ status: 200, body: { status: "ok" } }),
      handle,
    }),
  );
  servers.push(server);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  return address.port;
}

interface Call {
  method?: string;
  headers?: Record<string, string>;
  body?: string;
  from?: string;
}

async function send(port: number, path: string, { from = "127.0.0.1", body, ...call }: Call = {}) {
  const length = body === undefined ? {} : { "content-length": String(Buffer.byteLength(body)) };
  const headers = { ...length, ...call.headers };
  const sent = request({ port, host: "127.0.0.1", localAddress: from, path, agent: false, ...call, headers });
  sent.end(body);
  const [response] = (await once(sent, "response")) as [IncomingMessage];
  return { status: response.statusCode, headers: response.headers, text: await text(response) };
}

const post = (port: number, from: string) =>
  send(port, "/sign-in", { method: "POST", headers: FORM, body: "email=a", from });

/** Holds every form until told to go on. */
function holding() {
  let goOn = () => {};
  const released = new Promise<void>((resolve) => {
    goOn = resolve;
  });
  let inside = 0;
  let most = 0;
  const handle: Handle = async (req, res) => {
    const body = await text(req);
    if (req.method === "POST") {
      most = Math.max(most, ++inside);
      await released;
      inside--;
    }
    res.end(body);
  };
  return { handle, goOn, inside: () => inside, most: () => most };
}

test("a form is handed on as it came", async () => {
  const port = await start(async (req, res) => void res.end(await text(req)));
  const reply = await send(port, "/sign-in", { method: "POST", headers: FORM, body: "email=a&password=b" });
  expect(reply).toMatchObject({ status: 200, text: "email=a&password=b" });
  expect(await send(port, "/sign-in", { method: "POST" })).toMatchObject({ status: 200, text: "" });
});

test("a form larger than any of ours is refused before it is taken apart", async () => {
  const handle = vi.fn<Handle>();
  const port = await start(handle);
  const reply = await send(port, "/sign-in", {
    method: "POST",
    headers: FORM,
    body: "a".repeat(64 * 1024 + 1),
  });
  expect(reply.status).toBe(400);
  expect(handle).not.toHaveBeenCalled();
});

test("few forms are worked on at once, 50 wait, more are refused, and all others are served", async () => {
  const { handle, goOn, inside, most } = holding();
  const port = await start(handle);
  const replies = Array.from({ length: 60 }, (_, index) => post(port, `127.0.1.${index + 1}`));
  await expect.poll(inside).toBe(4);
  expect((await send(port, "/healthz")).status).toBe(200);
  expect((await send(port, "/tickets")).status).toBe(200);
  const refused = await Promise.any(
    replies.map(async (reply) => {
      const answer = await reply;
      if (answer.status !== 503) throw new Error("served");
      return answer;
    }),
  );
  expect(refused.headers["retry-after"]).toBe("5");
  goOn();
  const statuses = (await Promise.all(replies)).map(({ status }) => status);
  expect(statuses.filter((status) => status === 200)).toHaveLength(54);
  expect(statuses.filter((status) => status === 503)).toHaveLength(6);
  expect(most()).toBe(4);
});

test("one address can't take all places, nor can forms that never arrive whole", async () => {
  const { handle, goOn, inside } = holding();
  const port = await start(handle);
  for (let index = 0; index < 60; index++) {
    const socket = connect({ port, host: "127.0.0.1", localAddress: `127.0.2.${index + 1}` });
    sockets.push(socket);
    socket.write(
      "POST /sign-in HTTP/1.1\r\nHost: localhost\r\nContent-Type: text/plain\r\nContent-Length: 100\r\n\r\na",
    );
  }
  const statuses: unknown[] = [];
  const same = Array.from({ length: 30 }, async () => statuses.push((await post(port, "127.0.3.1")).status));
  await expect.poll(() => statuses).toEqual(Array(14).fill(503));
  expect(inside()).toBe(4);
  const other = post(port, "127.0.3.2");
  goOn();
  expect((await other).status).toBe(200);
  await Promise.all(same);
  expect(statuses.filter((status) => status === 200)).toHaveLength(16);
});

test("a client that is gone gives its place back", async () => {
  const { handle, goOn, inside } = holding();
  const port = await start(handle);
  for (let index = 0; index < 4; index++) {
    const socket = connect({ port, host: "127.0.0.1", localAddress: `127.0.4.${index + 1}` });
    sockets.push(socket);
    socket.write(
      "POST /sign-in HTTP/1.1\r\nHost: localhost\r\nContent-Type: a/b\r\nContent-Length: 1\r\n\r\na",
    );
  }
  await expect.poll(inside).toBe(4);
  const next = post(port, "127.0.4.9");
  for (const socket of sockets) socket.destroy();
  await expect.poll(inside).toBe(5);
  goOn();
  expect((await next).status).toBe(200);
});

test("what can be read in two ways never reaches the framework, and is logged with its reason", async () => {
  const lines: unknown[] = [];
  vi.spyOn(log, "info").mockImplementation((line: unknown) => void lines.push(line));
  const handle = vi.fn<Handle>();
  const port = await start(handle);
  const reply = await send(port, "/_next/static/../../tickets");
  expect(reply.status).toBe(400);
  expect(reply.headers["content-security-policy"]).toContain("'nonce-");
  expect(handle).not.toHaveBeenCalled();
  const fields = { status: 400, code: "malformed", ip: "127.0.0.1", detail: expect.any(String) };
  await expect.poll(() => lines).toContainEqual(expect.objectContaining(fields));
});

test("a body that the framework gives up ends with its connection", async () => {
  const port = await start(async (req, res) => {
    for await (const _ of req) break;
    res.writeHead(413).end();
  });
  const socket = connect({ port, host: "127.0.0.1" });
  sockets.push(socket);
  socket.write("POST /api/x HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\na");
  expect(await text(socket)).toMatch(/^HTTP\/1.1 413 /);
});

test("the process's own requests have no line in the log", async () => {
  const line = vi.spyOn(log, "info").mockImplementation(() => {});
  const port = await start(async (_, res) => void res.end());
  await send(port, "/own");
  await send(port, "/tickets");
  await expect.poll(() => line.mock.calls).not.toEqual([]);
  expect(line.mock.calls.map(([fields]) => fields)).toEqual([expect.objectContaining({ route: "/tickets" })]);
});
