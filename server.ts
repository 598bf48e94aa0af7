import {
  createServer,
  type IncomingMessage,
  type Server,
  type ServerResponse,
  STATUS_CODES,
} from "node:http";
import type { Duplex } from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";
import next from "next";
import postgres from "postgres";
import { rewriteClientHeaders } from "@/lib/client-address";
import { type Env, isLocal, parseEnv } from "@/lib/env";
import { AppError, MalformedError } from "@/lib/errors";
import { hasReadableForm } from "@/lib/form-guard";
import { log } from "@/lib/log";
import { onShutdown } from "@/lib/on-shutdown";
import { toProblem } from "@/lib/problem";
import { parserRefusal, refusalOf } from "@/lib/refusal";
import { newRequestId } from "@/lib/request-id";
import { secure } from "@/lib/security-headers";

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

const isDev = process.argv.includes("--dev");
/** The latest answer on each connection. */
const answering = new WeakMap<Duplex, ServerResponse>();
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
    // Its absence is refused below, with a body that says so.
    requireHostHeader: false,
    // Only the reloader of `--dev` speaks WebSocket; elsewhere Next would hold such a connection open unanswered.
    shouldUpgradeCallback: () => isDev,
  });
  server.maxConnections = MAX_CONNECTIONS;
  server.setTimeout(isDev ? 0 : IDLE_SOCKET_MS);

  const app = next({ dev: isDev, hostname, port: env.PORT, httpServer: server, dir: import.meta.dirname });
  await app.prepare();
  const handle = app.getRequestHandler();
  const database = databaseProbe(env.DATABASE_URL);

  const site = { isDev, appUrl: env.APP_URL };

  server.on("request", (req, res) => {
    const url = req.url ?? "/";
    answering.set(req.socket, res);
    secure({ url, headers: req.headers }, res, site);
    res.once("finish", () => discardBody(req));
    const refusal = refusalOf(req);
    if (refusal) return refuse(res, refusal);
    if (url === "/healthz") return answer(res, { status: 200, body: { status: "ok" } });
    if (url === "/readyz") return void readiness(database).then((reply) => answer(res, reply));
    rewriteClientHeaders(req.headers, {
      socketAddress: req.socket.remoteAddress,
      trustedHops: env.TRUSTED_PROXY_HOPS,
    });
    // Pages can't ask Next for their own path, and a redirect to sign-in wants it.
    req.headers["x-replify-path"] = url;
    if (isDraining) res.setHeader("connection", "close");
    const pass = url.startsWith("/api/") ? handle(req, res) : passPage(req, res, handle);
    pass.catch((error) => {
      log.error({ err: error }, "request failed outside its handler");
      if (res.headersSent) res.destroy();
      else refuse(res, new AppError("internal", "Try again in a few minutes."));
    });
  });
  // By itself Node would answer 417 without a word; HTTP allows to pass over what is expected.
  server.on("checkExpectation", (req, res) => server.emit("request", req, res));
  server.on("clientError", refuseUnreadable);
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

type RequestListener = (req: IncomingMessage, res: ServerResponse) => Promise<void>;

interface Reply {
  status: number;
  body: object;
  headers?: Record<string, string>;
}

async function passPage(req: IncomingMessage, res: ServerResponse, handle: RequestListener): Promise<void> {
  if (await hasReadableForm(req)) await handle(req, res);
  else refuse(res, new MalformedError("The form can't be read. Reload the page and send it again."));
}

function refuse(res: ServerResponse, error: AppError): void {
  const { status, headers, body } = toProblem(error, newRequestId());
  answer(res, { status, headers, body });
}

/** Answers on the bare connection, since there is no request to answer; unless an earlier answer is under way on it, or was its last. */
function refuseUnreadable(error: NodeJS.ErrnoException, socket: Duplex): void {
  const earlier = answering.get(socket);
  const isFree = !earlier?.headersSent || (earlier.writableFinished && earlier.shouldKeepAlive);
  if (error.code === "ECONNRESET" || !socket.writable || !isFree) return void socket.destroy();
  const { status, headers, body } = toProblem(parserRefusal(error.code), newRequestId());
  const text = JSON.stringify(body);
  const fields = { ...headers, "content-length": Buffer.byteLength(text), connection: "close" };
  const lines = Object.entries(fields).map(([name, value]) => `${name}: ${value}`);
  socket.end([`HTTP/1.1 ${status} ${STATUS_CODES[status]}`, ...lines, "", text].join("\r\n"));
}

/** A body that was refused unread would hold up the next request on its connection: it is thrown away, or the connection is. */
function discardBody(req: IncomingMessage): void {
  if (req.complete) return;
  req.resume();
  setTimeout(() => {
    if (!req.complete) req.socket.destroy();
  }, DISCARD_LIMIT_MS).unref();
}

async function readiness(database: DatabaseProbe): Promise<Reply> {
  const headers = { "retry-after": RETRY_AFTER_S };
  if (isDraining) return { status: 503, body: { status: "draining" }, headers };
  if (await database.answers()) return { status: 200, body: { status: "ok" } };
  return { status: 503, body: { status: "database_unavailable" }, headers };
}

function answer(res: ServerResponse, { status, body, headers = {} }: Reply): void {
  if (isDraining || status === 400) res.setHeader("connection", "close");
  const text = JSON.stringify(body);
  res.writeHead(status, {
    "content-type": "application/json",
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
