import type { IncomingMessage, Server, ServerResponse } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import next from "next";
import { clientAddress, rewriteClientHeaders } from "@/lib/client-address";
import { type Env, isLocal, settings } from "@/lib/env";
import { AppError, MalformedError } from "@/lib/errors";
import { hasReadableForm } from "@/lib/form-guard";
import { log } from "@/lib/log";
import { captureOutput } from "@/lib/log-output";
import { onShutdown } from "@/lib/on-shutdown";
import { refusalOf } from "@/lib/refusal";
import { noteRequest, withRequestLog } from "@/lib/request-log";
import { kindOf } from "@/lib/request-path";
import { secure } from "@/lib/security-headers";
import { type SelfCheck, startSelfCheck } from "@/lib/self-check/self-check";
import { createSelfProbe, type SelfProbe } from "@/lib/self-check/self-probe";
import { answer, discardBody, type Reply, refuse } from "@/lib/web/answer";
import { CONNECTION_LIMITS, createHttpServer } from "@/lib/web/connections";
import { type DatabaseProbe, databaseProbe } from "@/lib/web/database-probe";

/** A load balancer gets this long to read /readyz before new connections are refused. */
const DRAIN_NOTICE_MS = 1_000;
const DRAIN_LIMIT_MS = 12_000;
const RETRY_AFTER_S = "2";

const isDev = process.argv.includes("--dev");
let isDraining = false;

if (!isDev) captureOutput();
await serve();

async function serve(): Promise<void> {
  const env = readSettings();
  const { hostname } = new URL(env.APP_URL);
  const host = env.HOST ?? (isLocal() ? "127.0.0.1" : "0.0.0.0");
  const perAddress = env.CONNECTIONS_PER_ADDRESS;
  const silentMs = isDev ? 0 : CONNECTION_LIMITS.silentMs;
  const server = createHttpServer({ ...CONNECTION_LIMITS, silentMs, perAddress }, { isDev });

  const app = next({ dev: isDev, hostname, port: env.PORT, httpServer: server, dir: import.meta.dirname });
  await app.prepare();
  const handle = app.getRequestHandler();
  const database = databaseProbe(env.DATABASE_URL);
  const selfProbe = createSelfProbe(server, new URL(env.APP_URL).host);
  const selfCheck = isDev ? undefined : checkSelf(selfProbe, database);

  const site = { isDev, appUrl: env.APP_URL };

  server.on("request", (req, res) => {
    const url = req.url ?? "/";
    if (isDraining) res.setHeader("connection", "close");
    secure({ url, headers: req.headers }, res, site);
    res.once("finish", () => discardBody(req));
    const refusal = refusalOf(req);
    if (!refusal && url === "/healthz") return answer(res, { status: 200, body: { status: "ok" } });
    if (!refusal && url === "/readyz")
      return void readiness(database, selfCheck).then((reply) => answer(res, reply));
    const serveRequest = () => {
      const peer = { socketAddress: req.socket.remoteAddress, trustedHops: env.TRUSTED_PROXY_HOPS };
      noteRequest({ address: clientAddress(req.headers["x-forwarded-for"], peer) });
      if (refusal) return refuse(res, refusal);
      rewriteClientHeaders(req.headers, peer);
      // Pages can't ask Next for their own path, and a redirect to sign-in wants it.
      req.headers["x-replify-path"] = url;
      const pass = kindOf(url) === "api" ? handle(req, res) : passPage(req, res, handle);
      pass.catch((error) => {
        log.error({ err: error }, "request failed outside its handler");
        if (res.headersSent) res.destroy();
        else refuse(res, new AppError("internal", "Try again in a few minutes."));
      });
    };
    if (selfProbe.isOwn(req)) serveRequest();
    else withRequestLog(req, res, serveRequest);
  });
  server.once("error", (error) => {
    fail(`Replify could not listen on ${host}:${env.PORT}: ${error.message}.`);
  });
  server.listen(env.PORT, host, () => log.info({ host, port: env.PORT }, "web is listening"));
  onShutdown(() => {
    selfCheck?.stop();
    return drain(server, database);
  });
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

function fail(sentence: string): never {
  log.fatal(sentence);
  process.exit(1);
}

type RequestListener = (req: IncomingMessage, res: ServerResponse) => Promise<void>;

async function passPage(req: IncomingMessage, res: ServerResponse, handle: RequestListener): Promise<void> {
  if (await hasReadableForm(req)) await handle(req, res);
  else refuse(res, new MalformedError("The form can't be read. Reload the page and send it again."));
}

/** Without its database nothing works, and that is for /readyz to say: starting anew would not help. */
function checkSelf(self: SelfProbe, database: DatabaseProbe): SelfCheck {
  return startSelfCheck({ probe: async () => ((await database.answers()) ? self.run() : null) });
}

async function readiness(database: DatabaseProbe, selfCheck: SelfCheck | undefined): Promise<Reply> {
  const headers = { "retry-after": RETRY_AFTER_S };
  if (isDraining) return { status: 503, body: { status: "draining" }, headers };
  const health = selfCheck?.health() ?? "ok";
  if (health !== "ok") return { status: 503, body: { status: health }, headers };
  if (await database.answers()) return { status: 200, body: { status: "ok" } };
  return { status: 503, body: { status: "database_unavailable" }, headers };
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
