import type { LookupAddress } from "node:dns";
import { once } from "node:events";
import net from "node:net";
import tls from "node:tls";
import type { EgressRule } from "@/lib/egress/ip-rule";
import { blockedAddress, EgressError, type EgressErrorKind, errorCode } from "./error";
import { deniedBy } from "./ip-rule";
import { isOwnListener } from "./own-listeners";
import { type EgressProxy, openTunnel } from "./proxy";
import type { Resolver } from "./resolver";

export interface ConnectTimings {
  /** Null where the proxy looked the name up. */
  dnsMs: number | null;
  connectMs: number;
  /** Null without TLS. */
  tlsMs: number | null;
}

interface Destination {
  protocol: string;
  hostname: string;
  port: number;
}

/** Opens a socket to an address that the rule allows; rejects with an EgressError, or the signal's reason. */
export type OpenSocket = (
  destination: Destination,
  signal: AbortSignal,
) => Promise<{ socket: net.Socket; timings: ConnectTimings }>;

const ADDRESS_ATTEMPT_TIMEOUT_MS = 1000;

const KIND_OF_CONNECT_CODE: Record<string, EgressErrorKind> = {
  ECONNREFUSED: "connection_refused",
  ETIMEDOUT: "connection_timeout",
  ECONNRESET: "connection_reset",
};

export function createConnector(rule: EgressRule, resolver: Resolver): OpenSocket {
  const secureContext = tls.createSecureContext({
    minVersion: "TLSv1.2",
    ca: rule.extraCa === null ? undefined : [...tls.getCACertificates("default"), rule.extraCa],
  });
  const { proxy } = rule;
  const connect: Connect = proxy
    ? (destination, signal) => tunnelThrough(proxy, destination, signal)
    : (destination, signal) => connectDirectly(destination, { rule, resolver, signal });

  return async (destination, signal) => {
    judgeLiteral(destination, rule);
    const { socket: plain, dnsMs, connectMs } = await connect(destination, signal);
    if (destination.protocol !== "https:")
      return { socket: plain, timings: { dnsMs, connectMs, tlsMs: null } };
    const begun = performance.now();
    const socket = await secure(plain, destination, { secureContext, signal });
    return { socket, timings: { dnsMs, connectMs, tlsMs: performance.now() - begun } };
  };
}

/** Opens a socket without TLS. */
type Connect = (
  destination: Destination,
  signal: AbortSignal,
) => Promise<{ socket: net.Socket; dnsMs: number | null; connectMs: number }>;

/** Node calls no `lookup` for IP literals, so these are judged here, whoever connects; the addresses of names in the resolver. */
function judgeLiteral({ hostname, port }: Destination, rule: EgressRule): void {
  const range = net.isIP(hostname) === 0 ? null : deniedBy(hostname, rule);
  if (range) throw blockedAddress(range);
  if (isOwnListener({ host: hostname, port }, rule)) throw blockedAddress("own_service");
}

async function tunnelThrough(proxy: EgressProxy, destination: Destination, signal: AbortSignal) {
  const begun = performance.now();
  const socket = await openTunnel(proxy, destination, signal);
  return { socket: withListener(socket), dnsMs: null, connectMs: performance.now() - begun };
}

async function connectDirectly(
  { hostname, port }: Destination,
  { rule, resolver, signal }: { rule: EgressRule; resolver: Resolver; signal: AbortSignal },
) {
  const begun = performance.now();
  const family = net.isIP(hostname);
  const addresses = family === 0 ? await resolver.resolve(hostname) : [{ address: hostname, family }];
  if (addresses.some(({ address }) => isOwnListener({ host: address, port }, rule)))
    throw blockedAddress("own_service");
  signal.throwIfAborted();
  const resolvedAt = performance.now();
  const socket = net.connect({
    host: hostname,
    port,
    lookup: pinnedLookup(addresses),
    autoSelectFamily: true,
    autoSelectFamilyAttemptTimeout: ADDRESS_ATTEMPT_TIMEOUT_MS,
    keepAlive: true,
    noDelay: true,
  });
  try {
    await opened(withListener(socket), "connect", signal);
  } catch (error) {
    signal.throwIfAborted();
    throw notConnected(error, { hostname, port });
  }
  return { socket, dnsMs: resolvedAt - begun, connectMs: performance.now() - resolvedAt };
}

async function secure(
  plain: net.Socket,
  { hostname }: Destination,
  { secureContext, signal }: { secureContext: tls.SecureContext; signal: AbortSignal },
): Promise<tls.TLSSocket> {
  const socket = tls.connect({
    socket: plain,
    secureContext,
    servername: net.isIP(hostname) === 0 ? hostname : "",
    // Said explicitly, so that NODE_TLS_REJECT_UNAUTHORIZED=0 in the environment changes nothing.
    rejectUnauthorized: true,
    ALPNProtocols: ["http/1.1"],
  });
  try {
    await opened(withListener(socket), "secureConnect", signal);
    return socket;
  } catch (error) {
    plain.destroy();
    signal.throwIfAborted();
    const reason = errorCode(error);
    const message = `No secure connection to ${hostname} (${reason ?? "closed during the handshake"}).`;
    throw new EgressError("tls_error", message, { reason, cause: error });
  }
}

/** Errors after opening belong to undici, but one may come before it has attached its own listener. */
function withListener<S extends net.Socket>(socket: S): S {
  return socket.on("error", () => {});
}

function pinnedLookup(addresses: LookupAddress[]): net.LookupFunction {
  return (_hostname, options, callback) => {
    const [first] = addresses;
    if (options.all) callback(null, addresses);
    else if (first) callback(null, first.address, first.family);
    else callback(blockedAddress("no address"), "");
  };
}

function notConnected(error: unknown, { hostname, port }: { hostname: string; port: number }): EgressError {
  const code = errorCode(error);
  const kind = KIND_OF_CONNECT_CODE[code ?? ""] ?? "connection_failed";
  const message = `No connection to ${hostname} on port ${port} (${code ?? "no reason given"}).`;
  return new EgressError(kind, message, { reason: code, cause: error });
}

/** `once` rejects on an error; a destroyed socket emits only `close`. A socket that is not opened is destroyed. */
async function opened(
  socket: net.Socket,
  event: "connect" | "secureConnect",
  signal: AbortSignal,
): Promise<void> {
  const done = new AbortController();
  const closed = once(socket, "close", { signal: done.signal }).then(() => {
    throw new Error("The socket was closed while opening.");
  });
  closed.catch(() => {});
  const abort = () => socket.destroy();
  signal.addEventListener("abort", abort, { once: true });
  try {
    await Promise.race([once(socket, event, { signal: done.signal }), closed]);
  } catch (error) {
    socket.destroy();
    throw error;
  } finally {
    signal.removeEventListener("abort", abort);
    done.abort();
  }
}
