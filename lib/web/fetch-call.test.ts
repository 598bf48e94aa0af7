import { once } from "node:events";
import { Agent, createServer, type IncomingMessage, request, type Server } from "node:http";
import { connect } from "node:net";
import { buffer, text } from "node:stream/consumers";
import { gunzipSync, gzipSync } from "node:zlib";
import { afterEach, expect, test } from "vitest";
import { serveCall } from "./fetch-call";
import { withGzip } from "./precompressed";

type Handle = (request: Request) => Promise<Response>;

const servers: Server[] = [];
const agent = new Agent({ keepAlive: true, maxSockets: 1 });

afterEach(() => {
  for (const server of servers.splice(0)) server.close().closeAllConnections();
});

/** A server that rewrites a header first, as ours does; `failures` is what it was left with. */
async function start(handle: Handle, failures: unknown[] = []): Promise<number> {
  const server = createServer((req, res) => {
    req.headers["x-client"] = "as we know it";
    res.once("finish", () => req.resume());
    serveCall(req, res, { origin: "http://desk.example", handle }).catch((error: unknown) => {
      failures.push(error);
      res.destroy();
    });
  });
  servers.push(server);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  return address.port;
}

interface Call {
  method?: string;
  path?: string;
  headers?: Record<string, string>;
  body?: string | Buffer;
}

async function send(port: number, { body, path = "/api/x", ...call }: Call = {}) {
  const sent = request({ port, host: "127.0.0.1", agent, path, ...call });
  sent.end(body);
  const [response] = (await once(sent, "response")) as [IncomingMessage];
  const content = await buffer(response);
  return { status: response.statusCode, headers: response.headers, content, socket: sent.socket?.localPort };
}

const echo: Handle = async (call) =>
  Response.json({
    method: call.method,
    url: call.url,
    headers: Object.fromEntries(call.headers),
    body: await call.text(),
  });

test("a request arrives as it was sent, with the headers as we have rewritten them", async () => {
  const port = await start(echo);
  const { content } = await send(port, {
    method: "POST",
    path: "/api/x%20y?a=1&a=%C3%A9",
    headers: { "x-client": "as it says", "x-other": "yes", cookie: "a=1" },
    body: "né",
  });
  expect(JSON.parse(content.toString())).toMatchObject({
    method: "POST",
    url: "http://desk.example/api/x%20y?a=1&a=%C3%A9",
    headers: { "x-client": "as we know it", "x-other": "yes", cookie: "a=1" },
    body: "né",
  });
});

test("a body without a length arrives whole, one of a GET is left alone", async () => {
  const port = await start(echo);
  const large = Buffer.alloc(3_000_000, "a");
  const chunked = { "transfer-encoding": "chunked" };
  const posted = await send(port, { method: "POST", headers: chunked, body: large });
  expect(JSON.parse(posted.content.toString()).body).toHaveLength(large.length);
  const got = await send(port, { method: "GET", headers: chunked, body: "left alone" });
  expect(JSON.parse(got.content.toString()).body).toBe("");
  expect(got.socket).toBe(posted.socket);
});

test("whoever stops reading can answer, and the connection is used again", async () => {
  const stops: Handle[] = [
    async () => new Response("unread", { status: 401 }),
    async ({ body }) => {
      for await (const _ of body ?? []) break;
      return new Response("too much", { status: 413 });
    },
  ];
  for (const handle of stops) {
    const port = await start(handle);
    const first = await send(port, { method: "POST", body: Buffer.alloc(2_000_000) });
    const second = await send(port, { method: "POST", body: "again" });
    expect([401, 413]).toContain(first.status);
    expect(second).toMatchObject({ status: first.status, socket: first.socket });
  }
});

test("an answer keeps its status, its headers and each of its cookies", async () => {
  const headers = new Headers([
    ["set-cookie", "a=1"],
    ["set-cookie", "b=2"],
    ["x-own", "yes"],
  ]);
  for (const status of [204, 304]) {
    const port = await start(async () => new Response(null, { status, headers }));
    const reply = await send(port);
    expect(reply).toMatchObject({ status, headers: { "set-cookie": ["a=1", "b=2"], "x-own": "yes" } });
    expect(reply.content).toHaveLength(0);
  }
});

test("text is compressed for whoever takes it, unless there is little", async () => {
  const large = "né ".repeat(2000);
  const length = { "content-length": String(Buffer.byteLength(large)) };
  const type = (name: string) => ({ "content-type": name });
  const gzip = { "accept-encoding": "br, gzip" };
  for (const [content, answered, asked, isCompressed] of [
    [large, { ...type("application/json"), ...length }, gzip, true],
    [large, type("text/csv"), gzip, true],
    [large, { ...type("application/problem+json"), ...length }, { "accept-encoding": "*;q=0.5" }, true],
    [large, { ...type("application/json"), ...length }, { "accept-encoding": "gzip;q=0" }, false],
    [large, { ...type("application/json"), ...length }, { "accept-encoding": "gzip;q=0, *" }, false],
    [large, type("application/json"), {}, false],
    [large, type("text/event-stream"), gzip, false],
    [large, type("image/png"), gzip, false],
    ["{}", { ...type("application/json"), "content-length": "2" }, gzip, false],
  ] as const) {
    const port = await start(async () => new Response(content, { headers: answered }));
    const reply = await send(port, { headers: asked });
    expect(reply.headers["content-encoding"], JSON.stringify([answered, asked])).toBe(
      isCompressed ? "gzip" : undefined,
    );
    expect(reply.headers.vary).toBe(
      /image|event/.test(answered["content-type"]) ? undefined : "accept-encoding",
    );
    expect((isCompressed ? gunzipSync(reply.content) : reply.content).toString()).toBe(content);
  }
});

test("what an answer brings compressed is sent to whoever takes it, and the text to all others", async () => {
  const text = "né ".repeat(2000);
  const content = gzipSync(text);
  const headers = { "content-type": "application/json", "content-length": String(Buffer.byteLength(text)) };
  const port = await start(async () => withGzip(new Response(text, { headers }), content));
  const compressed = await send(port, { headers: { "accept-encoding": "gzip" } });
  expect(compressed.headers).toMatchObject({
    "content-encoding": "gzip",
    "content-length": String(content.length),
  });
  expect(compressed.content).toEqual(content);
  const plain = await send(port);
  expect(plain.headers["content-encoding"]).toBeUndefined();
  expect(plain.content.toString()).toBe(text);
});

test("a client that goes away ends the body it sends and the answer it reads", async () => {
  let begun = 0;
  const ended: string[] = [];
  const failures: unknown[] = [];
  const port = await start(async (call) => {
    begun++;
    call.signal.addEventListener("abort", () => ended.push("signal"));
    if (call.method === "POST") {
      await call.text().catch(() => ended.push("body"));
      return new Response("too late");
    }
    return new Response(new ReadableStream({ pull: fill, cancel: () => void ended.push("answer") }));
  }, failures);
  const socket = connect(port, "127.0.0.1");
  socket.write("POST /api/x HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nhalf");
  await expect.poll(() => begun).toBe(1);
  socket.destroy();
  await expect.poll(() => ended.toSorted()).toEqual(["body", "signal"]);

  const reader = request({ port, host: "127.0.0.1", agent: false });
  reader.end();
  const [response] = (await once(reader, "response")) as [IncomingMessage];
  await once(response, "readable");
  response.destroy();
  await expect.poll(() => ended.toSorted()).toEqual(["answer", "body", "signal", "signal"]);
  expect(failures).toEqual([]);
});

test("an answer that comes when its client has left is not made, and no failure", async () => {
  const isLeft = Promise.withResolvers<void>();
  const isCanceled = Promise.withResolvers<void>();
  const failures: unknown[] = [];
  const port = await start(async ({ signal }) => {
    signal.addEventListener("abort", () => isLeft.resolve());
    socket.destroy();
    await isLeft.promise;
    const content = new ReadableStream({ pull: fill, cancel: () => isCanceled.resolve() });
    return new Response(content, { headers: { "content-type": "text/csv" } });
  }, failures);
  const socket = connect(port, "127.0.0.1");
  socket.write("GET /api/x HTTP/1.1\r\nHost: x\r\nAccept-Encoding: gzip\r\n\r\n");
  await isCanceled.promise;
  expect(failures).toEqual([]);
});

test("an answer is made no faster than it is read", async () => {
  let made = 0;
  const endless = new ReadableStream({
    pull: (controller) => {
      made++;
      fill(controller);
    },
  });
  const port = await start(async () => new Response(endless));
  const reader = request({ port, host: "127.0.0.1", agent: false });
  reader.end();
  const [response] = (await once(reader, "response")) as [IncomingMessage];
  let seen = -1;
  await expect
    .poll(
      () => {
        const isStill = made === seen;
        seen = made;
        return isStill;
      },
      { interval: 200 },
    )
    .toBe(true);
  // What fits into the buffers of both sides, of 64 KiB each.
  expect(made).toBeLessThan(500);
  response.destroy();
});

test("an answer that breaks off is cut, so that nobody takes it for whole", async () => {
  const failures: unknown[] = [];
  const broken = new ReadableStream({
    start: fill,
    pull: () => Promise.reject(new Error("lost")),
  });
  const port = await start(async () => new Response(broken), failures);
  const reader = request({ port, host: "127.0.0.1", agent: false });
  reader.end();
  const [response] = (await once(reader, "response")) as [IncomingMessage];
  await expect(text(response)).rejects.toThrow("aborted");
  expect(failures).toEqual([expect.objectContaining({ message: "lost" })]);
});

function fill(controller: ReadableStreamDefaultController<Uint8Array>): void {
  controller.enqueue(new Uint8Array(64 * 1024));
}
