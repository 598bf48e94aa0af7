import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Duplex } from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";
import type { CallResponse } from "@/inngest/engine/outcome";
import type { SdkRequest } from "@/inngest/engine/sdk";
import { isSigned, readSignature } from "@/inngest/engine/signature";
import { log } from "@/lib/log";
import { answer, discardBody, LINGER_MS, type Reply } from "@/lib/web/answer";
import { createBodyReader } from "./bodies";

interface ListenerOptions {
  host: string;
  port: number;
  /** Where the server finds us. What a request says of that is not looked at. */
  origin: string;
  signingKeys: string[];
  /** Answers a request that is signed. Rejects with a SyntaxError when its body is not JSON. */
  handle(request: SdkRequest): Promise<CallResponse>;
  /** The server calls a function. */
  onCall(url: URL): void;
}

export interface Listener {
  port: number;
  /** Refuses new calls, waits up to `drainMs` for those under way and their answers, and closes. */
  stop(drainMs: number): Promise<void>;
}

export const SERVE_PATH = "/api/inngest";
const HEALTH_PATH = "/health";
const METHODS = ["GET", "PUT", "POST"];
const MAX_BODY_BYTES = 4 * 1024 * 1024;
const MAX_UNPROVED_BYTES = 64 * 1024 * 1024;
const MAX_CONNECTIONS = 1_000;
const HEADERS_TIMEOUT_MS = 10_000;
const REQUEST_TIMEOUT_MS = 30_000;
const CONNECTIONS_CHECK_MS = 5_000;
const KEEP_ALIVE_MS = 65_000;
/** Longer than a drain takes, so that a refused call does not spend all its tries on it. */
const DRAIN_RETRY_AFTER_S = "15";

/** Takes the calls of an Inngest server: signed ones of a bounded size, and nothing else. */
export async function startListener(options: ListenerOptions): Promise<Listener> {
  const bodies = createBodyReader({ maxBytes: MAX_BODY_BYTES, maxTotalBytes: MAX_UNPROVED_BYTES });
  const answering = new WeakMap<Duplex, ServerResponse>();
  const calls = new Set<Promise<void>>();
  let isDraining = false;

  const server = createServer({
    headersTimeout: HEADERS_TIMEOUT_MS,
    requestTimeout: REQUEST_TIMEOUT_MS,
    connectionsCheckingInterval: CONNECTIONS_CHECK_MS,
    keepAliveTimeout: KEEP_ALIVE_MS,
  });
  server.maxConnections = MAX_CONNECTIONS;
  server.on("request", (request, response) => {
    answering.set(request.socket, response);
    const { socket } = request;
    response.once("finish", () => discardBody(request, socket));
    if (isDraining) response.setHeader("connection", "close");
    respond(request, response).catch((error) => {
      // A sender that breaks off is no failure of ours, and nobody is left to be answered.
      if (request.destroyed && !request.complete) return;
      log.error({ err: error }, "could not answer a request to the worker");
      if (response.headersSent) response.destroy();
      else answer(response, { status: 500, body: { message: "The worker failed to answer." } });
    });
  });
  server.on("clientError", (error, socket) => refuseUnreadable(error, socket, answering.get(socket)));
  server.listen(options.port, options.host);
  await once(server, "listening");

  async function respond(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = "", headers } = request;
    const url = toUrl(request.url, options.origin);
    if (url?.pathname === HEALTH_PATH) return answer(response, health());
    if (url?.pathname !== SERVE_PATH)
      return answer(response, { status: 404, body: { message: "Nothing is here." } });
    if (!METHODS.includes(method)) {
      const headers = { allow: METHODS.join(", ") };
      return answer(response, { status: 405, body: { message: "Method not allowed." }, headers });
    }
    const claim = readSignature(oneOf(headers["x-inngest-signature"]), Date.now());
    if (!claim) return answer(response, UNAUTHORIZED);
    if (isDraining) return refuseForNow(response);
    const body = await bodies.read(request);
    if (body === "too large") {
      const message = `A request may carry ${MAX_BODY_BYTES} bytes.`;
      return answer(response, { status: 413, body: { message } });
    }
    if (body === "too many") return refuseForNow(response);
    if (!isSigned(body, claim, options.signingKeys)) return answer(response, UNAUTHORIZED);
    // It may have begun while this body was on its way.
    if (isDraining) return refuseForNow(response);
    await track(call(response, { method, url, headers, body: body.toString() }));
  }

  async function call(response: ServerResponse, request: SdkRequest): Promise<void> {
    if (request.method === "POST") options.onCall(request.url);
    const closed = new Promise((resolve) => response.once("close", resolve));
    try {
      const { status, headers, body } = await options.handle(request);
      response.writeHead(status, headers).end(body);
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
      answer(response, { status: 400, body: { message: "The body is not JSON." } });
    }
    if (!response.closed) await closed;
  }

  async function track(work: Promise<void>): Promise<void> {
    calls.add(work);
    await work.finally(() => calls.delete(work));
  }

  function health(): Reply {
    return isDraining
      ? { status: 503, body: { status: "draining" } }
      : { status: 200, body: { status: "ok" } };
  }

  async function stop(drainMs: number): Promise<void> {
    isDraining = true;
    await Promise.race([Promise.allSettled(calls), sleep(drainMs, undefined, { ref: false })]);
    server.close();
    server.closeAllConnections();
  }

  return { port: (server.address() as AddressInfo).port, stop };
}

const UNAUTHORIZED: Reply = { status: 401, body: { message: "Unauthorized" } };

function refuseForNow(response: ServerResponse): void {
  answer(response, {
    status: 503,
    body: { message: "This worker takes no more calls at the moment." },
    headers: { "retry-after": DRAIN_RETRY_AFTER_S },
  });
}

/** Answers on the bare connection, since there is no request to answer; unless an answer is under way on it. */
function refuseUnreadable(error: NodeJS.ErrnoException, socket: Duplex, earlier?: ServerResponse): void {
  const isFree = !earlier?.headersSent || earlier.writableFinished;
  if (error.code === "ECONNRESET" || !socket.writable || !isFree) return void socket.destroy();
  socket.end("HTTP/1.1 400 Bad Request\r\ncontent-length: 0\r\nconnection: close\r\n\r\n");
  setTimeout(() => socket.destroy(), LINGER_MS).unref();
}

function toUrl(target: string | undefined, origin: string): URL | undefined {
  return target?.startsWith("/") && URL.canParse(`${origin}${target}`)
    ? new URL(`${origin}${target}`)
    : undefined;
}

function oneOf(header: string | string[] | undefined): string | undefined {
  return Array.isArray(header) ? undefined : header;
}
