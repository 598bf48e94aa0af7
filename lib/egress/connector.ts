import type { LookupAddress } from "node:dns";
import { once } from "node:events";
import net from "node:net";
import tls from "node:tls";
import type { EgressRule } from "@/lib/egress/ip-rule";
import { blockedAddress, EgressError, type EgressErrorKind, errorCode } from "./error";
import { isAllowedAddress } from "./ip-rule";
import { isOwnListener } from "./own-listeners";
import type { Resolver } from "./resolver";

export interface ConnectTimings {
  dnsMs: number;
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

  return async (destination, signal) => {
    const startedAt = performance.now();
    const addresses = await judgedAddresses(destination, rule, resolver);
    signal.throwIfAborted();
    const resolvedAt = performance.now();
    const socket = startSocket(destination, addresses, secureContext);
    // Errors after opening belong to undici, but one may come before it has attached its own listener.
    socket.on("error", () => {});
    const abort = () => socket.destroy();
    signal.addEventListener("abort", abort, { once: true });
    try {
      await whenConnected(socket, destination);
      const connectedAt = performance.now();
      const isTls = socket instanceof tls.TLSSocket;
      if (isTls) await whenSecure(socket, destination);
      const tlsMs = isTls ? performance.now() - connectedAt : null;
      return {
        socket,
        timings: { dnsMs: resolvedAt - startedAt, connectMs: connectedAt - resolvedAt, tlsMs },
      };
    } catch (error) {
      socket.destroy();
      signal.throwIfAborted();
      throw error;
    } finally {
      signal.removeEventListener("abort", abort);
    }
  };
}

/** Node calls no `lookup` for IP literals, so these are judged here, the names' addresses in the resolver; our own ports in both cases. */
async function judgedAddresses(
  { hostname, port }: Destination,
  rule: EgressRule,
  resolver: Resolver,
): Promise<LookupAddress[]> {
  const family = net.isIP(hostname);
  if (family !== 0 && !isAllowedAddress(hostname, rule)) throw blockedAddress();
  const addresses = family === 0 ? await resolver.resolve(hostname) : [{ address: hostname, family }];
  if (addresses.some(({ address }) => isOwnListener({ host: address, port }, rule))) throw blockedAddress();
  return addresses;
}

function startSocket(
  { protocol, hostname, port }: Destination,
  addresses: LookupAddress[],
  secureContext: tls.SecureContext,
): net.Socket {
  const options = {
    host: hostname,
    port,
    lookup: pinnedLookup(addresses),
    autoSelectFamily: true,
    autoSelectFamilyAttemptTimeout: ADDRESS_ATTEMPT_TIMEOUT_MS,
    keepAlive: true,
    noDelay: true,
  };
  if (protocol !== "https:") return net.connect(options);
  return tls.connect({
    ...options,
    secureContext,
    servername: net.isIP(hostname) === 0 ? hostname : "",
    // Said explicitly, so that NODE_TLS_REJECT_UNAUTHORIZED=0 in the environment changes nothing.
    rejectUnauthorized: true,
    ALPNProtocols: ["http/1.1"],
  });
}

function pinnedLookup(addresses: LookupAddress[]): net.LookupFunction {
  return (_hostname, options, callback) => {
    const [first] = addresses;
    if (options.all) callback(null, addresses);
    else if (first) callback(null, first.address, first.family);
    else callback(blockedAddress(), "");
  };
}

async function whenConnected(socket: net.Socket, { hostname, port }: Destination): Promise<void> {
  try {
    await opened(socket, "connect");
  } catch (error) {
    const code = errorCode(error);
    const kind = KIND_OF_CONNECT_CODE[code ?? ""] ?? "connection_failed";
    throw new EgressError(
      kind,
      `No connection to ${hostname} on port ${port} (${code ?? "no reason given"}).`,
      {
        reason: code,
        cause: error,
      },
    );
  }
}

async function whenSecure(socket: tls.TLSSocket, { hostname }: Destination): Promise<void> {
  try {
    await opened(socket, "secureConnect");
  } catch (error) {
    const reason = errorCode(error);
    const message = `No secure connection to ${hostname} (${reason ?? "closed during the handshake"}).`;
    throw new EgressError("tls_error", message, { reason, cause: error });
  }
}

/** `once` rejects on an error; a destroyed socket emits only `close`. */
async function opened(socket: net.Socket, event: "connect" | "secureConnect"): Promise<void> {
  const done = new AbortController();
  const closed = once(socket, "close", { signal: done.signal }).then(() => {
    throw new Error("The socket was closed while opening.");
  });
  closed.catch(() => {});
  try {
    await Promise.race([once(socket, event, { signal: done.signal }), closed]);
  } finally {
    done.abort();
  }
}
