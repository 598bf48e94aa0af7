import { createServer, type Server, type ServerResponse } from "node:http";
import { Socket } from "node:net";
import type { Duplex } from "node:stream";
import { clientAddress } from "@/lib/client-address";
import { RateLimitedError } from "@/lib/errors";
import { limitedAddress } from "@/lib/limited-address";
import { log } from "@/lib/log";
import { parserRefusal } from "@/lib/refusal";
import { refuseConnection } from "@/lib/web/answer";

export interface ConnectionLimits {
  /** From its first byte, or from the opening of a connection. */
  headersMs: number;
  /** All of a request, its body too. */
  requestMs: number;
  /** How often the two above are looked at. */
  checkMs: number;
  /** Between two requests. */
  keepAliveMs: number;
  /** Without a byte in either direction, e.g. while an answer is not read; 0 for any time. */
  silentMs: number;
  total: number;
  /** Of one address at the same time, or of one IPv6 /64; 0 for any number. */
  perAddress: number;
}

/** Whatever is sent, and however slowly: a connection that brings no whole request is closed within 20 s. */
export const CONNECTION_LIMITS = {
  headersMs: 10_000,
  requestMs: 15_000,
  checkMs: 2_000,
  // Longer than the idle time of the usual proxies (60 s), so that they never reuse a connection we are closing.
  keepAliveMs: 65_000,
  silentMs: 120_000,
  total: 5_000,
};

const RETRY_AFTER_S = 10;

/** The latest answer on each connection. */
const answering = new WeakMap<Duplex, ServerResponse>();

/** An HTTP server that nobody can keep busy with connections that bring nothing. */
export function createHttpServer(limits: ConnectionLimits, { isDev = false } = {}): Server {
  const server = createServer({
    headersTimeout: limits.headersMs,
    requestTimeout: limits.requestMs,
    connectionsCheckingInterval: limits.checkMs,
    keepAliveTimeout: limits.keepAliveMs,
    // Its absence is refused later, with a body that says so.
    requireHostHeader: false,
    // Only the reloader of `--dev` speaks WebSocket; elsewhere Next would hold such a connection open unanswered.
    shouldUpgradeCallback: () => isDev,
  });
  server.maxConnections = limits.total;
  server.setTimeout(limits.silentMs);
  limitPerAddress(server, limits.perAddress);
  limitIdleTime(server, limits.keepAliveMs + limits.headersMs);
  server.on("request", (req, res) => answering.set(req.socket, res));
  // By itself Node would answer 417 without a word; HTTP allows to pass over what is expected.
  server.on("checkExpectation", (req, res) => server.emit("request", req, res));
  server.on("clientError", refuseUnreadable);
  return server;
}

function limitPerAddress(server: Server, max: number): void {
  if (max === 0) return;
  const open = new Map<string, number>();
  const warned = new Set<string>();
  server.on("connection", (socket) => {
    const ip = clientAddress(undefined, { socketAddress: socket.remoteAddress, trustedHops: 0 });
    const address = limitedAddress(ip);
    const count = open.get(address) ?? 0;
    if (count >= max) {
      if (!warned.has(address)) log.warn({ ip, max }, "too many connections from one address");
      warned.add(address);
      refuseConnection(socket, tooManyConnections(max));
      // It must not count while it reads the answer: many of them would fill the server for everybody.
      socket.destroySoon();
      return;
    }
    open.set(address, count + 1);
    socket.once("close", () => {
      const left = (open.get(address) ?? 1) - 1;
      if (left > 0) open.set(address, left);
      else {
        open.delete(address);
        warned.delete(address);
      }
    });
  });
}

function tooManyConnections(max: number): RateLimitedError {
  return new RateLimitedError(
    `More than ${max} connections from your address are open. Close some, or send your calls over fewer.`,
    RETRY_AFTER_S,
  );
}

/** Node's own timer between two requests starts again with every byte, even of line breaks that begin no request. */
function limitIdleTime(server: Server, idleMs: number): void {
  const idle = new WeakMap<Socket, NodeJS.Timeout>();
  server.on("request", ({ socket }, res) => {
    clearTimeout(idle.get(socket));
    res.once("close", () => {
      if (!socket.destroyed) idle.set(socket, setTimeout(() => socket.destroy(), idleMs).unref());
    });
  });
}

/** Answers what is no request; unless an earlier answer is under way on the connection, or was its last. */
function refuseUnreadable(error: NodeJS.ErrnoException, socket: Duplex): void {
  const earlier = answering.get(socket);
  const isFree = !earlier?.headersSent || (earlier.writableFinished && earlier.shouldKeepAlive);
  if (error.code === "ECONNRESET" || !socket.writable || !isFree || !(socket instanceof Socket))
    return void socket.destroy();
  refuseConnection(socket, parserRefusal(error.code));
}
