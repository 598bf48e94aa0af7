import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import next from "next";
import postgres from "postgres";
import { isHost, rewriteClientHeaders } from "@/lib/client-address";
import { type Env, isLocal, parseEnv } from "@/lib/env";
import { log } from "@/lib/log";
import { onShutdown } from "@/lib/on-shutdown";

const HEADERS_TIMEOUT_MS = 10_000;
const REQUEST_TIMEOUT_MS = 30_000;
const CONNECTIONS_CHECK_MS = 5_000;
/** Longer than the idle time of the usual proxies (60 s), so that they never reuse a connection we are closing. */
const KEEP_ALIVE_MS = 65_000;
const IDLE_SOCKET_MS = 120_000;
const MAX_CONNECTIONS = 5_000;
const DATABASE_TIMEOUT_MS = 2_000;
/** A load balancer gets this long to read /readyz before new connections are refused. */
const DRAIN_NOTICE_MS = 1_000;
const DRAIN_LIMIT_MS = 12_000;
const RETRY_AFTER_S = "2";
const DISCARD_LIMIT_MS = 1_000;
const MAX_BODY_BYTES = 4 * 1024 * 1024;

const isDev = process.argv.includes("--dev");
let isDraining = false;

await serve();

async function serve(): Promise<void> {
  const env = readSettings();
  const { hostname } = new URL(env.APP_URL);
  const host = env.HOST ?? (isLocal() ? "127.0.0.1" : "0.0.0.0");
  const server = createServer({
    headersTimeout: HEADERS_TIMEOUT_MS,
    requestTimeout: REQUEST_TIMEOUT_MS,
    connectionsCheckingInterval: CONNECTIONS_CHECK_MS,
    keepAliveTimeout: KEEP_ALIVE_MS,
  });
  server.maxConnections = MAX_CONNECTIONS;
  server.setTimeout(isDev ? 0 : IDLE_SOCKET_MS);

  const app = next({ dev: isDev, hostname, port: env.PORT, httpServer: server, dir: import.meta.dirname });
  await app.prepare();
  const handle = app.getRequestHandler();
  const database = databaseProbe(env.DATABASE_URL);

  server.on("request", (req, res) => {
    const refusal = refuse(req);
    if (refusal) return answer(res, refusal);
    if (req.url === "/healthz") return answer(res, { status: 200, body: { status: "ok" } });
    if (req.url === "/readyz") return void readiness(database).then((reply) => answer(res, reply));
    rewriteClientHeaders(req.headers, {
      socketAddress: req.socket.remoteAddress,
      trustedHops: env.TRUSTED_PROXY_HOPS,
    });
    // Pages can't ask Next for their own path, and a redirect to sign-in wants it.
    req.headers["x-replify-path"] = req.url ?? "/";
    if (isDraining) res.setHeader("connection", "close");
    res.once("finish", () => discardBody(req));
    handle(req, res).catch((error) => {
      log.error({ err: error }, "request failed outside its handler");
      if (res.headersSent) res.destroy();
      else answer(res, { status: 500, body: { title: "Internal error", status: 500 } });
    });
  });
  server.once("error", (error) => {
    fail(`Replify could not listen on ${host}:${env.PORT}: ${error.message}.`);
  });
  server.listen(env.PORT, host, () => log.info({ host, port: env.PORT }, "web is listening"));
  onShutdown(() => drain(server, database));
}

function readSettings(): Env {
  try {
    const env = parseEnv(process.env);
    // next-auth reads its own variable; there is one truth.
    process.env.NEXTAUTH_URL = env.APP_URL;
    return env;
  } catch (error) {
    return fail(error instanceof Error ? error.message : String(error));
  }
}

function fail(sentence: string): never {
  process.stderr.write(`${sentence}\n`);
  process.exit(1);
}

interface Reply {
  status: number;
  body: object;
  headers?: Record<string, string>;
}

/** What must not reach Next: it answers some of these with 500. */
function refuse(req: IncomingMessage): Reply | undefined {
  if (req.method === "TRACE") {
    const allow = "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS";
    return { status: 405, body: { title: "Method not allowed", status: 405 }, headers: { allow } };
  }
  if (!req.url?.startsWith("/") || !isHost(req.headers.host ?? "")) {
    return { status: 400, body: { title: "Malformed request", status: 400 } };
  }
  if (!isDecodable(req.url))
    return { status: 400, body: { title: "The path is not valid percent-encoding", status: 400 } };
  // Routes count what they read; this is for what the framework reads by itself.
  if (Number(req.headers["content-length"] ?? 0) > MAX_BODY_BYTES) {
    return {
      status: 413,
      body: { title: "The body is too large", status: 413 },
      headers: { connection: "close" },
    };
  }
  const isProbe = req.url === "/healthz" || req.url === "/readyz";
  if (isProbe && req.method !== "GET" && req.method !== "HEAD") {
    return {
      status: 405,
      body: { title: "Method not allowed", status: 405 },
      headers: { allow: "GET, HEAD" },
    };
  }
  return undefined;
}

/** A body that was refused unread would hold up the next request on its connection: it is thrown away, or the connection is. */
function discardBody(req: IncomingMessage): void {
  if (req.complete) return;
  req.resume();
  setTimeout(() => {
    if (!req.complete) req.socket.destroy();
  }, DISCARD_LIMIT_MS).unref();
}

function isDecodable(url: string): boolean {
  try {
    decodeURIComponent(url.split("?")[0] ?? "");
    return true;
  } catch {
    return false;
  }
}

async function readiness(database: DatabaseProbe): Promise<Reply> {
  const headers = { "retry-after": RETRY_AFTER_S };
  if (isDraining) return { status: 503, body: { status: "draining" }, headers };
  if (await database.answers()) return { status: 200, body: { status: "ok" } };
  return { status: 503, body: { status: "database_unavailable" }, headers };
}

function answer(res: ServerResponse, { status, body, headers = {} }: Reply): void {
  const type = status >= 400 && status !== 503 ? "application/problem+json" : "application/json";
  if (isDraining || status === 400) res.setHeader("connection", "close");
  const text = JSON.stringify(body);
  res.writeHead(status, {
    "content-type": type,
    "content-length": Buffer.byteLength(text),
    "cache-control": "no-store",
    ...headers,
  });
  res.end(text);
}

interface DatabaseProbe {
  answers(): Promise<boolean>;
  close(): Promise<void>;
}

/** One connection of its own, so that a busy pool does not look like a dead database; callers at the same time share one question. */
function databaseProbe(url: string): DatabaseProbe {
  const connect = () => postgres(url, { max: 1, connect_timeout: 2, idle_timeout: 60, onnotice: () => {} });
  let client = connect();
  let asking: Promise<boolean> | undefined;
  const ask = async () => {
    const question = client`select 1`.then(
      () => true,
      () => false,
    );
    const isUp = await Promise.race([question, sleep(DATABASE_TIMEOUT_MS, undefined, { ref: false })]);
    if (isUp === undefined) {
      // The connection hangs, and the next question must not queue behind this one.
      void client.end({ timeout: 0 });
      client = connect();
    }
    return isUp === true;
  };
  return {
    answers: () => {
      asking ??= ask().finally(() => {
        asking = undefined;
      });
      return asking;
    },
    close: () => client.end({ timeout: 1 }),
  };
}

async function drain(server: Server, database: DatabaseProbe): Promise<void> {
  isDraining = true;
  if (isDev) return;
  await sleep(DRAIN_NOTICE_MS);
  const closed = new Promise((resolve) => server.close(resolve));
  server.closeIdleConnections();
  await Promise.race([closed, sleep(DRAIN_LIMIT_MS - DRAIN_NOTICE_MS, undefined, { ref: false })]);
  server.closeAllConnections();
  await database.close();
}
