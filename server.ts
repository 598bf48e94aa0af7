import type { Server } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import next from "next";
import { encryptionKeysProblem } from "@/db/encryption-keys";
import { type Env, isLocal, settings } from "@/lib/env";
import { closeEventStreams } from "@/lib/live/streams";
import { log } from "@/lib/log";
import { captureOutput } from "@/lib/log-output";
import { onShutdown } from "@/lib/on-shutdown";
import { PROJECT_ROOT } from "@/lib/project-root";
import { type SelfCheck, startSelfCheck } from "@/lib/self-check/self-check";
import { createSelfProbe, type SelfProbe } from "@/lib/self-check/self-probe";
import type { Reply } from "@/lib/web/answer";
import { findHandler } from "@/lib/web/api-routes";
import { CONNECTION_LIMITS, createHttpServer } from "@/lib/web/connections";
import { type DatabaseProbe, databaseProbe } from "@/lib/web/database-probe";
import { serveCall } from "@/lib/web/fetch-call";
import { createListener, type Handle } from "@/lib/web/listener";
import { createStaticFiles } from "@/lib/web/static-files";

/** A load balancer gets this long to read /readyz before new connections are refused. */
const DRAIN_NOTICE_MS = 1_000;
const DRAIN_LIMIT_MS = 12_000;
const RETRY_AFTER_S = "2";
/** Reloading changes what a process consists of all the time. */
const UNCHECKED: SelfCheck = { health: () => "ok", stop: () => {} };

const isDev = process.argv.includes("--dev");
let isDraining = false;

if (!isDev) captureOutput();
await serve();

async function serve(): Promise<void> {
  const env = readSettings();
  const keysProblem = encryptionKeysProblem(env.DATABASE_URL, env.ENCRYPTION_KEYS);
  const host = env.HOST ?? (isLocal() ? "127.0.0.1" : "0.0.0.0");
  const perAddress = env.CONNECTIONS_PER_ADDRESS;
  const silentMs = isDev ? 0 : CONNECTION_LIMITS.silentMs;
  const server = createHttpServer({ ...CONNECTION_LIMITS, silentMs, perAddress }, { isDev });
  const pages = preparePages(server, env);
  const problem = await keysProblem;
  if (problem) fail(problem);

  const database = databaseProbe(env.DATABASE_URL);
  const selfProbe = createSelfProbe(server, new URL(env.APP_URL).host);
  let selfCheck: SelfCheck | undefined;
  server.on(
    "request",
    createListener({
      isDev,
      appUrl: env.APP_URL,
      trustedHops: env.TRUSTED_PROXY_HOPS,
      isDraining: () => isDraining,
      isOwn: selfProbe.isOwn,
      readiness: () => readiness(database, selfCheck),
      handle: isDev ? pages.handle : withStaticFiles(pastNext(env.APP_URL, pages.handle)),
    }),
  );
  server.once("error", (error) => {
    fail(`Replify could not listen on ${host}:${env.PORT}: ${error.message}.`);
  });
  server.listen(env.PORT, host, () => log.info({ host, port: env.PORT }, "web is listening"));
  onShutdown(() => {
    selfCheck?.stop();
    return drain(server, database);
  });
  await pages.prepared;
  selfCheck = isDev ? UNCHECKED : checkSelf(selfProbe, database);
}

/** Requests for pages wait until Next is prepared; calls of the API don't. */
function preparePages(server: Server, { APP_URL, PORT }: Env): { prepared: Promise<void>; handle: Handle } {
  const { hostname } = new URL(APP_URL);
  const app = next({ dev: isDev, hostname, port: PORT, httpServer: server, dir: PROJECT_ROOT });
  const prepared = app.prepare();
  const handle: Handle = async (req, res) => {
    await prepared;
    await app.getRequestHandler()(req, res);
  };
  return { prepared, handle };
}

function readSettings(): Env {
  try {
    const env = settings();
    // What the environment inherits is no setting either, for Node and the libraries that read it by themselves.
    Object.setPrototypeOf(process.env, null);
    // next-auth reads its own variable; there is one truth.
    process.env.NEXTAUTH_URL = env.APP_URL;
    return env;
  } catch (error) {
    return fail(error instanceof Error ? error.message : String(error));
  }
}

function withStaticFiles(toOthers: Handle): Handle {
  const isServed = createStaticFiles(PROJECT_ROOT);
  return async (req, res) => {
    if (!isServed(req, res)) await toOthers(req, res);
  };
}

/** Calls of the API go straight to their handlers: of what a publish costs through Next, half is Next's. */
function pastNext(origin: string, toNext: Handle): Handle {
  return async (req, res) => {
    const found = findHandler(req.method ?? "", req.url ?? "");
    if (!found) return toNext(req, res);
    const params = Promise.resolve(found.params);
    await serveCall(req, res, { origin, handle: (request) => found.handle(request, { params }) });
  };
}

function fail(sentence: string): never {
  log.fatal(sentence);
  process.exit(1);
}

/** Without its database nothing works, and that is for /readyz to say: starting anew would not help. */
function checkSelf(self: SelfProbe, database: DatabaseProbe): SelfCheck {
  return startSelfCheck({ probe: async () => ((await database.answers()) ? self.run() : null) });
}

async function readiness(database: DatabaseProbe, selfCheck: SelfCheck | undefined): Promise<Reply> {
  const headers = { "retry-after": RETRY_AFTER_S };
  if (isDraining) return { status: 503, body: { status: "draining" }, headers };
  const health = selfCheck?.health() ?? "starting";
  if (health !== "ok") return { status: 503, body: { status: health }, headers };
  if (await database.answers()) return { status: 200, body: { status: "ok" } };
  return { status: 503, body: { status: "database_unavailable" }, headers };
}

async function drain(server: Server, database: DatabaseProbe): Promise<void> {
  isDraining = true;
  closeEventStreams();
  if (isDev) return;
  await sleep(DRAIN_NOTICE_MS);
  const closed = new Promise((resolve) => server.close(resolve));
  server.closeIdleConnections();
  await Promise.race([closed, sleep(DRAIN_LIMIT_MS - DRAIN_NOTICE_MS, undefined, { ref: false })]);
  server.closeAllConnections();
  await database.close();
}
