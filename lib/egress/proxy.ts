import type { IncomingMessage, OutgoingHttpHeaders } from "node:http";
import http from "node:http";
import https from "node:https";
import { isIPv6, type Socket } from "node:net";
import { SECOND_MS } from "@/lib/time";
import { logDenied } from "./denied";
import { EgressError, errorCode } from "./error";

/** What every call that leaves goes through. */
export interface EgressProxy {
  /** `http:` or `https:`: how the proxy itself is spoken to. */
  protocol: string;
  host: string;
  port: number;
  /** As a Proxy-Authorization header; null where the URL names no user. */
  authorization: string | null;
}

/** A proxy that is up takes a connection at once; how long the target takes is counted by the call. */
const REACH_PROXY_MS = 3 * SECOND_MS;
/** Smokescreen says in it why it refuses, with status 407. */
const SMOKESCREEN_ERROR = "x-smokescreen-error";
const REASON_MAX = 300;

/** Reads `http://user:password@proxy.internal:4750`. */
export function readProxy(text: string): EgressProxy {
  const url = new URL(text);
  const { user, password } = credentialsOf(url);
  return {
    protocol: url.protocol,
    host: url.hostname.replace(/^\[|\]$/g, ""),
    port: Number(url.port) || (url.protocol === "https:" ? 443 : 80),
    authorization:
      user === "" && password === ""
        ? null
        : `Basic ${Buffer.from(`${user}:${password}`, "utf8").toString("base64")}`,
  };
}

/** Of a URL, as they were before they were written into it. */
export function credentialsOf({ username, password }: URL): { user: string; password: string } {
  return { user: decoded(username), password: decoded(password) };
}

/** A percent sign that begins no byte stands for itself: whoever wrote it meant no other. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/**
 * A connection to host and port through the proxy (RFC 9110, CONNECT): the proxy looks the name up and sees only where it leads. Rejects with an
 * EgressError, or the signal's reason. What the proxy denies is logged with its words, whoever calls.
 */
export async function openTunnel(
  proxy: EgressProxy,
  { hostname, port }: { hostname: string; port: number },
  signal?: AbortSignal,
): Promise<Socket> {
  const authority = `${isIPv6(hostname) ? `[${hostname}]` : hostname}:${port}`;
  const { answer, socket, head } = await connect(proxy, authority, signal);
  if (isOpen(answer)) {
    if (head.length > 0) socket.unshift(head);
    return socket;
  }
  socket.destroy();
  const error = refused(answer);
  if (error.kind === "proxy_denied") logDenied(authority, error.reason);
  throw error;
}

/** Any 2xx is (RFC 9110, 9.3.6). */
function isOpen({ statusCode = 0 }: IncomingMessage): boolean {
  return statusCode >= 200 && statusCode < 300;
}

interface Connected {
  answer: IncomingMessage;
  socket: Socket;
  /** What the target said before it was asked. */
  head: Buffer;
}

function connect(proxy: EgressProxy, authority: string, signal?: AbortSignal): Promise<Connected> {
  const headers: OutgoingHttpHeaders = { host: authority };
  if (proxy.authorization) headers["proxy-authorization"] = proxy.authorization;
  const request = (proxy.protocol === "https:" ? https : http).request({
    host: proxy.host,
    port: proxy.port,
    method: "CONNECT",
    path: authority,
    headers,
    agent: false,
    signal,
  });
  const isLate = setTimeout(
    () => request.destroy(Object.assign(new Error(), { code: "ETIMEDOUT" })),
    REACH_PROXY_MS,
  );
  return new Promise((resolve, reject) => {
    request.on("socket", (socket: Socket) => {
      socket.once(proxy.protocol === "https:" ? "secureConnect" : "connect", () => clearTimeout(isLate));
    });
    request.on("connect", (answer: IncomingMessage, socket: Socket, head: Buffer) => {
      clearTimeout(isLate);
      resolve({ answer, socket, head });
    });
    request.on("error", (error) => {
      clearTimeout(isLate);
      if (signal?.aborted) reject(signal.reason);
      else reject(notReached(error));
    });
    request.end();
  });
}

function notReached(error: Error): EgressError {
  const code = errorCode(error);
  return new EgressError(
    "proxy_failed",
    `The proxy for outgoing calls could not be used (${code ?? "no reason given"}).`,
    { reason: code, cause: error },
  );
}

/** What the proxy's own words say is for whoever runs it: they may tell what lies behind. */
function refused(answer: IncomingMessage): EgressError {
  const status = answer.statusCode ?? 0;
  const told = answer.headers[SMOKESCREEN_ERROR];
  const reason = `${status} ${Array.isArray(told) ? told.join(", ") : (told ?? answer.statusMessage ?? "")}`
    .trim()
    .slice(0, REASON_MAX);
  if (status === 403 || (status === 407 && told !== undefined))
    return new EgressError("proxy_denied", "The proxy for outgoing calls does not let this target through.", {
      reason,
    });
  if (status === 504)
    return new EgressError("connection_timeout", "The proxy for outgoing calls got no connection in time.", {
      reason,
    });
  if (status === 502 || status === 503)
    return new EgressError(
      "connection_failed",
      "The proxy for outgoing calls got no connection to the target.",
      {
        reason,
      },
    );
  return new EgressError(
    "proxy_failed",
    `The proxy for outgoing calls answered ${status} instead of opening a connection.`,
    { reason },
  );
}
