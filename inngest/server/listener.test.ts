import { once } from "node:events";
import { connect } from "node:net";
import { text } from "node:stream/consumers";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { SdkRequest } from "@/inngest/engine/sdk";
import { signBody } from "@/inngest/engine/signature";
import { type Listener, SERVE_PATH, startListener } from "./listener";

const KEY = "00112233445566778899aabbccddeeff";
const OLD_KEY = "ffeeddccbbaa99887766554433221100";
const ORIGIN = "http://worker.test:3001";
const LIMIT = 4 * 1024 * 1024;

let listener: Listener;
let handled: SdkRequest[];
let handle: (
  request: SdkRequest,
) => Promise<{ status: number; headers: Record<string, string>; body: string }>;

beforeEach(async () => {
  handled = [];
  handle = async (request) => {
    JSON.parse(String(request.body) || "null");
    return { status: 206, headers: { "x-inngest-sdk": "js" }, body: "[]" };
  };
  listener = await startListener({
    host: "127.0.0.1",
    port: 0,
    origin: ORIGIN,
    signingKeys: [KEY, OLD_KEY],
    handle: (request) => {
      handled.push(request);
      return handle(request);
    },
    onCall: () => {},
  });
});

afterEach(() => listener.stop(0));

const base = () => `http://127.0.0.1:${listener.port}`;
const signed = (body: string, key = KEY, at = Date.now()) => ({
  "x-inngest-signature": signBody(body, key, at),
});

function send(method: string, body?: string, headers: Record<string, string> = {}, path = SERVE_PATH) {
  return fetch(`${base()}${path}`, { method, body, headers });
}

async function isAlive(): Promise<boolean> {
  const response = await fetch(`${base()}/health`);
  return response.status === 200 && (await response.json()).status === "ok";
}

/** Writes bytes to a new connection and ends its own side; returns what came back. */
async function raw(bytes: string | Uint8Array): Promise<string> {
  const socket = connect(listener.port, "127.0.0.1");
  socket.on("error", () => {});
  socket.end(bytes);
  return text(socket).catch(() => "");
}

describe("a request that is signed", () => {
  test("reaches the SDK with our own address, whatever its Host header says", async () => {
    const answer = await raw(
      `POST ${SERVE_PATH}?fnId=a-b HTTP/1.1\r\nHost: evil.test\r\nX-Forwarded-Host: evil.test\r\nConnection: close\r\nContent-Length: 2\r\nX-Inngest-Signature: ${signBody("{}", KEY, Date.now())}\r\n\r\n{}`,
    );
    expect(answer).toMatch(/^HTTP\/1.1 206 /);
    expect(handled[0]?.url.href).toBe(`${ORIGIN}${SERVE_PATH}?fnId=a-b`);
  });

  test("may be signed with the previous key", async () => {
    expect((await send("POST", "{}", signed("{}", OLD_KEY))).status).toBe(206);
  });

  test("but is not JSON gets 400", async () => {
    expect((await send("POST", "{", signed("{"))).status).toBe(400);
    expect(await isAlive()).toBe(true);
  });

  test("may be as large as the limit, and not a byte larger", async () => {
    const body = JSON.stringify("x".repeat(LIMIT - 2));
    expect((await send("POST", body, signed(body))).status).toBe(206);
    expect((await send("POST", `${body} `, signed(`${body} `))).status).toBe(413);
  });

  test("whose function throws gets 500", async () => {
    handle = () => Promise.reject(new Error("broken"));
    expect((await send("POST", "{}", signed("{}"))).status).toBe(500);
    expect(await isAlive()).toBe(true);
  });
});

describe("a request that is not signed", () => {
  test.each(["GET", "POST", "PUT"])("by %s gets 401", async (method) => {
    const body = method === "GET" ? undefined : "{}";
    const forged = signBody("{}", "00", Date.now());
    const old = signBody("{}", KEY, Date.now() - 6 * 60_000);
    for (const signature of ["", "t=1&s=2", forged, old, signBody("[]", KEY, Date.now())]) {
      expect((await send(method, body, { "x-inngest-signature": signature })).status).toBe(401);
    }
    expect((await send(method, body)).status).toBe(401);
    expect(handled).toEqual([]);
  });

  test("is refused before its body is read", async () => {
    const socket = connect(listener.port, "127.0.0.1");
    socket.write(`PUT ${SERVE_PATH} HTTP/1.1\r\nHost: a\r\nContent-Length: 20000000\r\n\r\n{`);
    const [answer] = await once(socket, "data");
    expect(String(answer)).toMatch(/^HTTP\/1.1 401 /);
    socket.destroy();
  });

  test("is cut off at the limit when it does not say how long it is", async () => {
    const socket = connect(listener.port, "127.0.0.1");
    socket.on("error", () => {});
    socket.write(
      `POST ${SERVE_PATH} HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nX-Inngest-Signature: ${signBody("x", KEY, Date.now())}\r\n\r\n`,
    );
    const chunk = `100000\r\n${"x".repeat(0x100000)}\r\n`;
    for (let sent = 0; sent < 5; sent++) socket.write(chunk);
    const [answer] = await once(socket, "data");
    expect(String(answer)).toMatch(/^HTTP\/1.1 413 /);
    socket.destroy();
  });
});

test.each([
  ["DELETE", SERVE_PATH, 405],
  ["PATCH", SERVE_PATH, 405],
  ["POST", "/", 404],
  ["GET", "//evil.test/api/inngest", 404],
])("%s %s gets %i", async (method, path, status) => {
  expect((await send(method, undefined, {}, path)).status).toBe(status);
});

test("cut-off bodies and garbage never end the worker", async () => {
  const head = `POST ${SERVE_PATH} HTTP/1.1\r\nHost: a\r\nX-Inngest-Signature: ${signBody("{", KEY, Date.now())}\r\nContent-Length: 100\r\n\r\n{`;
  expect(await raw(head)).toMatch(/^HTTP\/1.1 400 /);
  expect(await raw("{")).toMatch(/^HTTP\/1.1 400 /);
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ minLength: 1, maxLength: 200 }), async (bytes) => {
      const answer = await raw(bytes);
      expect(answer === "" || /^HTTP\/1.1 4\d\d /.test(answer)).toBe(true);
    }),
    { numRuns: 50 },
  );
  await fc.assert(
    fc.asyncProperty(
      fc.string({ maxLength: 100 }),
      fc.string({ maxLength: 100 }),
      async (body, signature) => {
        const headers = { "x-inngest-signature": encodeURIComponent(signature) };
        expect((await send("POST", body, headers)).status).toBe(401);
        const status = (await send("PUT", body, signed(body.toWellFormed()))).status;
        expect([206, 400]).toContain(status);
      },
    ),
    { numRuns: 50 },
  );
  expect(await isAlive()).toBe(true);
});

describe("stopping", () => {
  test("waits for calls and their answers, and refuses new ones meanwhile", async () => {
    const entered = Promise.withResolvers<void>();
    const leave = Promise.withResolvers<void>();
    handle = async () => {
      entered.resolve();
      await leave.promise;
      return { status: 200, headers: {}, body: '"done"' };
    };
    const underWay = send("POST", "{}", signed("{}"));
    await entered.promise;
    const stopped = listener.stop(10_000);

    const refused = await send("POST", "{}", signed("{}"));
    expect(refused.status).toBe(503);
    expect(refused.headers.get("retry-after")).toBe("15");
    expect((await fetch(`${base()}/health`)).status).toBe(503);

    leave.resolve();
    expect(await (await underWay).json()).toBe("done");
    await stopped;
    expect(handled).toHaveLength(1);
    await expect(fetch(`${base()}/health`)).rejects.toThrow();
  });

  test("does not wait for a call longer than it may", async () => {
    const entered = Promise.withResolvers<void>();
    handle = () => {
      entered.resolve();
      return new Promise(() => {});
    };
    const broken = expect(send("POST", "{}", signed("{}"))).rejects.toThrow();
    await entered.promise;
    await listener.stop(10);
    await broken;
  });
});
