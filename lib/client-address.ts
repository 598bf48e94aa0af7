import type { IncomingHttpHeaders } from "node:http";
import { isIP, isIPv4 } from "node:net";
import type { Client } from "@/lib/context";

/** Set by server.ts on every request; a client's own are dropped. */
const CLIENT_ADDRESS_HEADER = "x-replify-client-address";
/** "1" when the request came from this machine, straight to us. */
const LOOPBACK_HEADER = "x-replify-loopback";
/** Pages can't ask Next for their own path, and a redirect to sign-in wants it. */
export const PATH_HEADER = "x-replify-path";

const UNTRUSTED_HEADERS = [
  CLIENT_ADDRESS_HEADER,
  LOOPBACK_HEADER,
  PATH_HEADER,
  "forwarded",
  "x-real-ip",
  "x-forwarded-port",
];
const PROXY_HEADERS = [
  "forwarded",
  "via",
  "x-real-ip",
  "x-forwarded-for",
  "x-forwarded-host",
  "x-forwarded-proto",
];

interface Peer {
  /** The address of whoever opened the connection to us. */
  socketAddress: string | undefined;
  /** How many proxies of our own stand before us; each appends one entry to X-Forwarded-For. */
  trustedHops: number;
}

/** What the app reads of the headers that are set here. */
type OwnHeaders = Pick<Headers, "get">;

/** Who is at the other end. */
export function clientOf(headers: OwnHeaders): Client {
  return { ip: headers.get(CLIENT_ADDRESS_HEADER), userAgent: headers.get("user-agent") };
}

export function isFromThisMachine(headers: OwnHeaders): boolean {
  return headers.get(LOOPBACK_HEADER) === "1";
}

/** The path and query that a page was asked for by. */
export function pagePath(headers: OwnHeaders): string {
  // The router marks its own requests for a page, which is no part of where somebody is.
  return (headers.get(PATH_HEADER) ?? "/").replace(/[?&]_rsc=[^&]*$/, "");
}

/**
 * Replaces everything a client can claim about where it comes from by what we know: Next and the app
 * read only the result. With no trusted proxy all forwarded headers are overwritten.
 */
export function rewriteClientHeaders(headers: IncomingHttpHeaders, peer: Peer, url: string): void {
  const { trustedHops } = peer;
  const address = clientAddress(headers["x-forwarded-for"], peer);
  const isLocal = isLoopbackRequest(headers, peer.socketAddress);
  const proto = trustedEntry(headers["x-forwarded-proto"], trustedHops)?.toLowerCase();
  const host = trustedEntry(headers["x-forwarded-host"], trustedHops);

  for (const name of UNTRUSTED_HEADERS) delete headers[name];
  headers["x-forwarded-for"] = address;
  headers["x-forwarded-proto"] = proto === "https" ? "https" : "http";
  headers["x-forwarded-host"] = host && isHost(host) ? host : headers.host;
  headers[CLIENT_ADDRESS_HEADER] = address;
  headers[PATH_HEADER] = url;
  if (isLocal) headers[LOOPBACK_HEADER] = "1";
}

/** The address that the outermost of our own proxies saw; whatever stands left of it was written by the client. */
export function clientAddress(
  forwardedFor: string | string[] | undefined,
  { socketAddress, trustedHops }: Peer,
): string {
  const socket = normaliseAddress(socketAddress ?? "") ?? "0.0.0.0";
  const chain = [...entries(forwardedFor), socket];
  const trusted = chain.slice(-(trustedHops + 1));
  // An entry that is no address (a proxy's "unknown") says nothing: the next one nearer to us does.
  for (const entry of trusted) {
    const address = normaliseAddress(entry);
    if (address) return address;
  }
  return socket;
}

/** Same machine, asked for by a loopback name, no proxy in between. */
export function isLoopbackRequest(headers: IncomingHttpHeaders, socketAddress: string | undefined): boolean {
  if (PROXY_HEADERS.some((name) => headers[name] !== undefined)) return false;
  const socket = normaliseAddress(socketAddress ?? "");
  return socket !== undefined && isLoopbackAddress(socket) && isLoopbackHost(headers.host ?? "");
}

/** True for what may stand in a Host header: a name or address with an optional port. */
export function isHost(host: string): boolean {
  return /^(\[[0-9a-f:.]+\]|[a-z0-9._-]+)(:\d{1,5})?$/i.test(host);
}

/** True for `localhost`, its subdomains and loopback addresses, with or without a port. */
export function isLoopbackHost(host: string): boolean {
  const name = host.toLowerCase().replace(/:\d+$/, "");
  return name === "localhost" || name.endsWith(".localhost") || name === "[::1]" || isLoopbackAddress(name);
}

function isLoopbackAddress(address: string): boolean {
  return address === "::1" || (isIPv4(address) && address.startsWith("127."));
}

function trustedEntry(value: string | string[] | undefined, trustedHops: number): string | undefined {
  if (trustedHops === 0) return undefined;
  const list = entries(value);
  return list[Math.max(0, list.length - trustedHops)];
}

function entries(value: string | string[] | undefined): string[] {
  return [value ?? []]
    .flat()
    .join(",")
    .split(",")
    .map((entry) => entry.trim())
    .filter(Boolean);
}

/** One spelling per address, so that a limit per address can't be passed by another spelling of it. */
function normaliseAddress(text: string): string | undefined {
  const bare =
    /^\[([^\]]+)\](?::\d+)?$/.exec(text)?.[1] ?? (/^[\d.]+:\d+$/.test(text) ? text.split(":")[0] : text);
  const address = (bare ?? "").split("%")[0] ?? "";
  if (isIP(address) === 0) return undefined;
  if (isIPv4(address)) return address;
  const canonical = new URL(`http://[${address}]`).hostname.slice(1, -1);
  return mappedIpv4(canonical) ?? canonical;
}

function mappedIpv4(address: string): string | undefined {
  const found = /^::ffff:([0-9a-f]{1,4}):([0-9a-f]{1,4})$/.exec(address);
  if (!found) return undefined;
  const [high, low] = [Number.parseInt(found[1] ?? "", 16), Number.parseInt(found[2] ?? "", 16)];
  return [high >> 8, high & 255, low >> 8, low & 255].join(".");
}
