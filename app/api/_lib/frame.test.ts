import { once } from "node:events";
import { createServer as createHttpServer } from "node:http";
import { createServer, type Socket } from "node:net";
import { sql } from "drizzle-orm";
import { drizzle } from "drizzle-orm/postgres-js";
import postgres from "postgres";
import { expect, test, vi } from "vitest";
import { InvalidError, RateLimitedError } from "@/lib/errors";
import { log } from "@/lib/log";
import { withRequestLog } from "@/lib/request-log";
import { type Call, frame, type Surface } from "./frame";
import { OPEN } from "./surfaces";

const COMMON = {
  "cache-control": "private, no-store",
  "x-content-type-options": "nosniff",
  "x-request-id": expect.stringMatching(/^req_[0-9a-f]{32}$/),
};

/** Another protocol's way to tell an error. */
const FOREIGN: Surface<string> = {
  authenticate: async () => "somebody",
  coat: (error) => Response.json({ error: error.code }, { status: error.status }),
};

/** An address of its own each time, so that no limit hides what comes after it. */
function request(): Request {
  const [a, b, c] = crypto.getRandomValues(new Uint8Array(3));
  return new Request("http://localhost/api/x", {
    headers: { "x-replify-client-address": `10.${a}.${b}.${c}` },
  });
}

function call(
  serve: (call: Call) => Promise<Response>,
  surface: Surface<unknown> = OPEN,
  sent = request(),
): Promise<Response> {
  return frame(surface, "/api/x", serve)(sent, { params: Promise.resolve({}) });
}

function failing(error: unknown, surface?: Surface<unknown>): Promise<Response> {
  return call(async () => Promise.reject(error), surface);
}

test("a known failure is told as it is", async () => {
  const response = await failing(new InvalidError("name: Too long", [{ path: "name", message: "Too long" }]));
  expect(response.status).toBe(422);
  expect(Object.fromEntries(response.headers)).toEqual({
    "content-type": "application/problem+json",
    "content-length": expect.any(String),
    ...COMMON,
  });
  expect(await response.json()).toEqual({
    type: "urn:replify:error:invalid",
    title: "The request was refused",
    status: 422,
    detail: "name: Too long",
    code: "invalid",
    requestId: response.headers.get("x-request-id"),
    issues: [{ path: "name", message: "Too long" }],
  });
});

test("a surface puts its own coat on an error, and hears of it with whoever called", async () => {
  const onError = vi.fn(async () => {});
  const response = await failing(new InvalidError("No.", []), { ...FOREIGN, onError });
  expect(await response.json()).toEqual({ error: "invalid" });
  expect(Object.fromEntries(response.headers)).toMatchObject(COMMON);
  expect(onError).toHaveBeenCalledWith(expect.any(InvalidError), expect.any(Object), "somebody");
});

test("an unknown failure says nothing of its cause, which is in the log", async () => {
  const logged = vi.spyOn(log, "error").mockReturnValue();
  const cause = new Error("password of root is hunter2");
  for (const surface of [OPEN, FOREIGN]) {
    const response = await failing(cause, surface);
    expect(response.status).toBe(500);
    expect(await response.text()).not.toMatch(/hunter2|\bat \//);
    const requestId = response.headers.get("x-request-id");
    expect(logged).toHaveBeenLastCalledWith({ err: cause, requestId }, "request failed");
  }
  logged.mockRestore();
});

test("a database that refuses or stays silent is 503, to be tried again", async () => {
  const silent = await listen();
  const refusing = await listen();
  await refusing.close();
  for (const { port } of [refusing, silent]) {
    const client = postgres(`postgres://a:b@127.0.0.1:${port}/c`, { max: 1, connect_timeout: 1 });
    const response = await call(async () => Response.json(await drizzle(client).execute(sql`select 1`)));
    expect(response.status).toBe(503);
    expect(response.headers.get("retry-after")).toBe("5");
    expect(await response.json()).toMatchObject({ code: "unavailable" });
    await client.end({ timeout: 0 });
  }
  await silent.close();
});

test("two transactions that waited for each other are a fault in the log, though to be tried again", async () => {
  const logged = vi.spyOn(log, "error").mockImplementation(() => {});
  const cause = Object.assign(new Error("deadlock detected"), { code: "40P01" });
  const response = await failing(new Error("failed query", { cause }));
  expect(response.status).toBe(503);
  expect(logged).toHaveBeenCalledOnce();
  logged.mockRestore();
});

test("when to come back is a whole number of seconds, never 0", async () => {
  for (const [seconds, header] of [
    [0, "1"],
    [0.2, "1"],
    [12.3, "13"],
  ] as const) {
    const response = await failing(new RateLimitedError("Wait.", seconds));
    expect(response.headers.get("retry-after")).toBe(header);
  }
});

test("what a call found out for its answer is there, whatever the answer", async () => {
  for (const outcome of [() => new Response("done"), () => Promise.reject(new InvalidError("No.", []))]) {
    const { headers } = await call(async (one) => {
      one.headers.set("ratelimit-remaining", "7");
      one.headers.append("set-cookie", "a=1");
      one.headers.append("set-cookie", "b=2");
      return outcome();
    });
    expect(headers.get("ratelimit-remaining")).toBe("7");
    expect(headers.getSetCookie()).toEqual(["a=1", "b=2"]);
  }
});

test("an answer for everybody says so by itself", async () => {
  const { headers } = await call(async () => new Response("", { headers: { "cache-control": "public" } }));
  expect(Object.fromEntries(headers)).toMatchObject({ ...COMMON, "cache-control": "public" });
});

test("an address that calls too often is refused before its credential is looked at", async () => {
  const authenticate = vi.fn(async () => null);
  const sent = request();
  vi.stubEnv("RATE_LIMIT_PER_ADDRESS", "1");
  vi.resetModules();
  const fresh = await import("./frame");
  const handler = fresh.frame({ ...OPEN, authenticate }, "/api/x", async () => new Response("done"));
  const statuses = [];
  for (let turn = 0; turn < 3; turn++)
    statuses.push((await handler(sent, { params: Promise.resolve({}) })).status);
  vi.unstubAllEnvs();
  expect(statuses).toEqual([200, 429, 429]);
  expect(authenticate).toHaveBeenCalledTimes(1);
});

test("the id of a request is the same in its answer, in the log and for whoever serves it", async () => {
  const line = vi.spyOn(log, "info").mockReturnValue();
  const seen: string[] = [];
  const server = createHttpServer((req, res) =>
    withRequestLog(req, res, async () => {
      const { headers } = await call(async ({ requestId }) => {
        seen.push(requestId);
        return new Response("done");
      });
      res.setHeaders(headers).end();
    }),
  );
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  const port = typeof address === "object" && address ? address.port : 0;
  const { headers } = await fetch(`http://127.0.0.1:${port}/api/x`);
  await expect.poll(() => line.mock.calls.length).toBe(1);
  expect(seen).toEqual([headers.get("x-request-id")]);
  expect(line.mock.calls[0]?.[0]).toMatchObject({ route: "/api/x", requestId: seen[0], status: 200 });
  line.mockRestore();
  server.close().closeAllConnections();
});

async function listen(): Promise<{ port: number; close: () => Promise<void> }> {
  const sockets: Socket[] = [];
  const server = createServer((socket) => void sockets.push(socket));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const port = typeof address === "object" && address ? address.port : 0;
  const close = async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  };
  return { port, close };
}
