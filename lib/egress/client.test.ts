import { once } from "node:events";
import type http from "node:http";
import type net from "node:net";
import { setImmediate as nextTurn } from "node:timers/promises";
import { gzipSync } from "node:zlib";
import { afterEach, describe, expect, it } from "vitest";
import { createEgressClient, type EgressClient } from "./client";
import { startDnsStub } from "./fixtures/dns-stub";
import { type Receiver, startRawReceiver, startReceiver } from "./fixtures/receiver";
import { testRule } from "./fixtures/test-rule";

const REQUEST = { headers: { "content-type": "application/json" }, body: '{"a":1}' };
const CONTINUE = "HTTP/1.1 100 Continue\r\n\r\n";
const EARLY_HINTS = "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n";
const toClose: { close(): Promise<void> }[] = [];

afterEach(async () => {
  await Promise.all(toClose.splice(0).map((each) => each.close()));
});

async function receive(handler: http.RequestListener): Promise<Receiver> {
  const receiver = await startReceiver(handler);
  toClose.push(receiver);
  return receiver;
}

async function receiveRaw(onConnection: (socket: net.Socket) => void): Promise<Receiver> {
  const receiver = await startRawReceiver(onConnection);
  toClose.push(receiver);
  return receiver;
}

function egress(): EgressClient {
  const client = createEgressClient(testRule());
  toClose.unshift(client);
  return client;
}

it("calls nothing that listens for us, whatever name leads there", async () => {
  let calls = 0;
  const own = await receive((_, res) => {
    calls++;
    res.end();
  });
  const stub = await startDnsStub((type) => (type === "A" ? ["127.0.0.2"] : []));
  toClose.push(stub);
  const port = Number(new URL(own.url).port);
  const rule = testRule({ dnsServers: [stub.server], ownListeners: [{ host: "localhost", port }] });
  const client = createEgressClient(rule);
  toClose.unshift(client);
  for (const host of ["own.test", "127.0.0.2"])
    await expect(client.post(`http://${host}:${port}/`, REQUEST)).rejects.toMatchObject({
      kind: "blocked_address",
    });
  expect(calls).toBe(0);
});

describe("an answer", () => {
  it("carries status, headers, body and timings, and the request arrives as it was given", async () => {
    const seen: { method?: string; url?: string; headers?: http.IncomingHttpHeaders; body?: string } = {};
    const receiver = await receive(async (req, res) => {
      const chunks = await req.toArray();
      Object.assign(seen, {
        method: req.method,
        url: req.url,
        headers: req.headers,
        body: Buffer.concat(chunks).toString(),
      });
      res
        .writeHead(
          201,
          [
            ["X-One", "1"],
            ["Set-Cookie", "a=1"],
            ["Set-Cookie", "b=2"],
          ].flat(),
        )
        .end("ok ✓");
    });
    const answer = await egress().post(`${receiver.url}/hook?a=1&b=%20`, REQUEST);
    expect(answer).toMatchObject({ statusCode: 201, truncated: false });
    expect(answer.headers).toMatchObject({ "x-one": "1", "set-cookie": "a=1, b=2" });
    expect(answer.body.toString()).toBe("ok ✓");
    expect(seen).toMatchObject({ method: "POST", url: "/hook?a=1&b=%20", body: '{"a":1}' });
    expect(seen.headers).toMatchObject({
      "content-type": "application/json",
      "content-length": "7",
      "accept-encoding": "identity",
      host: `127.0.0.2:${receiver.port}`,
    });
    expect(answer.timings).toMatchObject({
      dnsMs: expect.any(Number),
      connectMs: expect.any(Number),
      tlsMs: null,
    });
    expect(answer.timings.totalMs).toBeGreaterThanOrEqual(answer.timings.firstByteMs);
    for (const ms of Object.values(answer.timings)) expect(String(ms)).toMatch(/^(null|\d+(\.\d{1,2})?)$/);
  });

  it("comes over the same connection next time, without connection timings", async () => {
    const ports = new Set<number | undefined>();
    const receiver = await receive((req, res) => {
      ports.add(req.socket.remotePort);
      res.end("ok");
    });
    const client = egress();
    await client.post(receiver.url, REQUEST);
    const second = await client.post(`${receiver.url}/other`, REQUEST);
    expect(ports.size).toBe(1);
    expect(second.timings).toMatchObject({ dnsMs: null, connectMs: null });
  });

  it("is told apart from fifty others at the same time", async () => {
    const receiver = await receive((req, res) => void res.end(req.url));
    const client = egress();
    const paths = Array.from({ length: 50 }, (_, i) => `/${i}`);
    const answers = await Promise.all(paths.map((path) => client.post(receiver.url + path, REQUEST)));
    expect(answers.map((answer) => answer.body.toString())).toEqual(paths);
  });

  it.each([
    ["an unasked 100", [CONTINUE]],
    ["102 and 103", ["HTTP/1.1 102 Processing\r\n\r\n", EARLY_HINTS]],
    ["several of all kinds", [CONTINUE, EARLY_HINTS, CONTINUE, CONTINUE]],
    ["one in pieces", [...CONTINUE]],
  ])("may follow %s, and its connection is used again", async (_, earlier) => {
    let connections = 0;
    const receiver = await receiveRaw((socket) => {
      connections += 1;
      socket.setNoDelay();
      socket.on("data", async () => {
        for (const piece of [...earlier, "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok"]) {
          socket.write(piece);
          await nextTurn();
        }
      });
    });
    const client = egress();
    for (let call = 0; call < 2; call++) {
      const answer = await client.post(receiver.url, REQUEST);
      expect(answer).toMatchObject({ statusCode: 200, truncated: false });
      expect(answer.body.toString()).toBe("ok");
    }
    expect(connections).toBe(1);
  });

  it.each([CONTINUE, EARLY_HINTS])("that never comes after %j, again and again, is invalid", async (one) => {
    const receiver = await receiveRaw((socket) => {
      socket.once("data", () => {
        const timer = setInterval(() => socket.write(one), 1);
        socket.on("close", () => clearInterval(timer));
      });
    });
    const call = egress().post(receiver.url, { ...REQUEST, timeoutMs: 10_000 });
    await expect(call).rejects.toMatchObject({ kind: "invalid_response" });
  });

  it("survives hostile header names", async () => {
    const receiver = await receiveRaw((socket) =>
      socket.once("data", () =>
        socket.write("HTTP/1.1 200 OK\r\n__proto__: x\r\nconstructor: y\r\ncontent-length: 0\r\n\r\n"),
      ),
    );
    const { headers } = await egress().post(receiver.url, REQUEST);
    expect(JSON.parse(JSON.stringify(headers))).toHaveProperty("constructor", "y");
    expect(Object.keys(headers)).toContain("__proto__");
  });
});

describe("a redirect", () => {
  it.each([301, 302, 303, 307, 308])("%i is the answer and is not followed", async (status) => {
    let followed = 0;
    const elsewhere = await receive((_req, res) => {
      followed += 1;
      res.end();
    });
    const receiver = await receive(
      (_req, res) => void res.writeHead(status, { location: elsewhere.url }).end(),
    );
    const answer = await egress().post(receiver.url, REQUEST);
    expect(answer).toMatchObject({ statusCode: status, headers: { location: elsewhere.url } });
    expect(followed).toBe(0);
  });
});

describe("the body of an answer", () => {
  it("is cut at 16 KiB, and the connection is closed", async () => {
    const closed = Promise.withResolvers<void>();
    const receiver = await receive((req, res) => {
      req.socket.on("close", () => closed.resolve());
      const write = () => {
        while (!res.destroyed && res.write(Buffer.alloc(64 * 1024)));
        res.once("drain", write);
      };
      write();
    });
    const answer = await egress().post(receiver.url, REQUEST);
    expect(answer).toMatchObject({ statusCode: 200, truncated: true });
    expect(answer.body).toHaveLength(16_384);
    await closed.promise;
  });

  it("is whole at exactly 16 KiB, and the connection stays", async () => {
    const receiver = await receive((_req, res) => void res.end(Buffer.alloc(16_384)));
    const client = egress();
    const answer = await client.post(receiver.url, REQUEST);
    expect(answer.truncated).toBe(false);
    expect(answer.body).toHaveLength(16_384);
    expect((await client.post(receiver.url, REQUEST)).timings.connectMs).toBeNull();
  });

  it("is never decompressed", async () => {
    const bomb = gzipSync(Buffer.alloc(50_000_000));
    const receiver = await receive(
      (_req, res) => void res.writeHead(200, { "content-encoding": "gzip" }).end(bomb),
    );
    const answer = await egress().post(receiver.url, REQUEST);
    expect(answer.body).toEqual(bomb.subarray(0, 16_384));
  });

  it("gets two seconds; the status counts", async () => {
    const receiver = await receive((_req, res) => {
      const timer = setInterval(() => res.write("."), 100);
      res.on("close", () => clearInterval(timer));
      res.write(".");
    });
    const answer = await egress().post(receiver.url, REQUEST);
    expect(answer).toMatchObject({ statusCode: 200, truncated: true });
    expect(answer.body.length).toBeLessThan(50);
  });

  it("may break off; the status counts", async () => {
    const receiver = await receive(async (_req, res) => {
      res.writeHead(500, { "content-length": 100 }).write("half");
      // A reset takes along what has arrived and was not read yet.
      for (let turn = 0; turn < 50; turn++) await nextTurn();
      res.socket?.resetAndDestroy();
    });
    const answer = await egress().post(receiver.url, REQUEST);
    expect(answer).toMatchObject({ statusCode: 500, truncated: true });
    expect(answer.body.toString()).toBe("half");
  });

  it("may end with the connection, and the next request gets a new one", async () => {
    const receiver = await receive(
      (_req, res) => void res.writeHead(200, { connection: "close" }).end("bye"),
    );
    const client = egress();
    for (let i = 0; i < 3; i += 1) {
      const answer = await client.post(receiver.url, REQUEST);
      expect(answer).toMatchObject({ truncated: false, timings: { connectMs: expect.any(Number) } });
    }
  });
});

describe("no answer", () => {
  it("after the deadline is a timeout, and the connection is closed", async () => {
    const closed = Promise.withResolvers<void>();
    const receiver = await receive((req, res) => {
      if (req.url === "/hang") req.socket.on("close", () => closed.resolve());
      else res.end("ok");
    });
    const client = egress();
    await client.post(receiver.url, REQUEST);
    const error = await client
      .post(`${receiver.url}/hang`, { ...REQUEST, timeoutMs: 100 })
      .catch((reason) => reason);
    expect(error).toMatchObject({ kind: "timeout" });
    expect(error.totalMs).toBeGreaterThan(90);
    await closed.promise;
    expect(await client.post(receiver.url, REQUEST)).toMatchObject({ statusCode: 200 });
  });

  it("is not prevented by headers that drip in", async () => {
    const receiver = await receiveRaw((socket) => {
      socket.once("data", () => {
        socket.write("HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n");
        socket.once("data", () => {
          socket.write("HTTP/1.1 200 OK\r\n");
          const timer = setInterval(() => socket.write("x"), 10);
          socket.on("close", () => clearInterval(timer));
        });
      });
    });
    const client = egress();
    await client.post(receiver.url, REQUEST);
    await expect(client.post(receiver.url, { ...REQUEST, timeoutMs: 200 })).rejects.toMatchObject({
      kind: "timeout",
    });
  });

  it.each([
    ["garbage", "SSH-2.0-OpenSSH_9.2\r\n"],
    ["a header bomb", `HTTP/1.1 200 OK\r\nx: ${"a".repeat(1_000_000)}\r\n\r\n`],
    ["many small headers", `HTTP/1.1 200 OK\r\n${"x-a: bbbbbbbb\r\n".repeat(5000)}\r\n`],
    ["an upgrade", "HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: x\r\n\r\n"],
    ["two lengths", "HTTP/1.1 200 OK\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\n"],
  ])("but %s is an invalid response", async (_, bytes) => {
    const receiver = await receiveRaw((socket) => socket.once("data", () => socket.write(bytes)));
    await expect(egress().post(receiver.url, REQUEST)).rejects.toMatchObject({ kind: "invalid_response" });
  });

  it("but a reset is said to be one, and a first connection is not tried twice", async () => {
    let connections = 0;
    const receiver = await receiveRaw((socket) => {
      connections += 1;
      socket.once("data", () => socket.resetAndDestroy());
    });
    await expect(egress().post(receiver.url, REQUEST)).rejects.toMatchObject({ kind: "connection_reset" });
    expect(connections).toBe(1);
  });

  it("from a closed port is a refusal", async () => {
    const receiver = await startReceiver(() => {});
    await receiver.close();
    await expect(egress().post(receiver.url, REQUEST)).rejects.toMatchObject({
      kind: "connection_refused",
      reason: "ECONNREFUSED",
    });
  });
});

describe("a pooled connection that the receiver closes under a request", () => {
  function answerOnce(socket: net.Socket, onRequest: () => void): void {
    let answered = false;
    socket.on("data", () => {
      onRequest();
      if (answered) return socket.destroy();
      answered = true;
      socket.write("HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok");
    });
  }

  it("is replaced by a fresh one, once", async () => {
    let requests = 0;
    const receiver = await receiveRaw((socket) => answerOnce(socket, () => (requests += 1)));
    const client = egress();
    await client.post(receiver.url, REQUEST);
    const second = await client.post(receiver.url, REQUEST);
    expect(second).toMatchObject({ statusCode: 200, timings: { connectMs: expect.any(Number) } });
    expect(requests).toBe(3);
  });

  it("is a reset when the fresh one is closed, too", async () => {
    let connections = 0;
    const receiver = await receiveRaw((socket) => {
      connections += 1;
      if (connections === 1) answerOnce(socket, () => {});
      else socket.once("data", () => socket.destroy());
    });
    const client = egress();
    await client.post(receiver.url, REQUEST);
    await expect(client.post(receiver.url, REQUEST)).rejects.toMatchObject({ kind: "connection_reset" });
    expect(connections).toBe(2);
  });
});

describe("giving up", () => {
  it("rejects with the signal's reason and closes the connection", async () => {
    const closed = Promise.withResolvers<void>();
    const arrived = Promise.withResolvers<void>();
    const receiver = await receive((req) => {
      req.socket.on("close", () => closed.resolve());
      arrived.resolve();
    });
    const shutdown = new AbortController();
    const answer = egress().post(receiver.url, { ...REQUEST, signal: shutdown.signal });
    await arrived.promise;
    shutdown.abort(new Error("shutting down"));
    await expect(answer).rejects.toThrow("shutting down");
    await closed.promise;
  });

  it("sends nothing when the signal was aborted before", async () => {
    await expect(
      egress().post("http://127.0.0.2:1/", { ...REQUEST, signal: AbortSignal.abort("no") }),
    ).rejects.toBe("no");
  });

  it("waits on close for what is under way, then refuses more and leaves no connection", async () => {
    const arrived = Promise.withResolvers<http.ServerResponse>();
    const receiver = await receive((_req, res) => arrived.resolve(res));
    const client = egress();
    const answer = client.post(receiver.url, REQUEST);
    const response = await arrived.promise;
    const closing = client.close();
    await expect(client.post(receiver.url, REQUEST)).rejects.toThrow("closed");
    const socketClosed = response.socket && once(response.socket, "close");
    response.end("late");
    expect((await answer).body.toString()).toBe("late");
    await closing;
    await socketClosed;
  });
});
