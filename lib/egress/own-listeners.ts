import { networkInterfaces } from "node:os";
import ipaddr from "ipaddr.js";
import type { Env } from "@/lib/env";

/** Where this installation or what it lives on takes connections. */
export interface Listener {
  host: string;
  port: number;
}

export type ListenerSettings = Pick<
  Env,
  | "APP_URL"
  | "PORT"
  | "ENGINE_PORT"
  | "INNGEST_BASE_URL"
  | "DATABASE_URL"
  | "DATABASE_DIRECT_URL"
  | "EGRESS_PROXY_URL"
>;

const DEFAULT_PORTS: Partial<Record<string, number>> = {
  "http:": 80,
  "https:": 443,
  "postgres:": 5432,
  "postgresql:": 5432,
};
/** Of the worker where an Inngest server drives it, unless ENGINE_PORT says otherwise. */
export const WORKER_PORT = 3001;
const THIS_MACHINE = "localhost";

/** The web process, the worker or its engine, the Inngest server, the database and the proxy: none of them may become a target. */
export function ownListeners(settings: ListenerSettings): Listener[] {
  const { APP_URL, PORT, ENGINE_PORT, INNGEST_BASE_URL } = settings;
  const { DATABASE_URL, DATABASE_DIRECT_URL, EGRESS_PROXY_URL } = settings;
  const worker = ENGINE_PORT ?? (INNGEST_BASE_URL ? WORKER_PORT : undefined);
  return [
    { host: THIS_MACHINE, port: PORT },
    ...(worker === undefined ? [] : [{ host: THIS_MACHINE, port: worker }]),
    ...[APP_URL, INNGEST_BASE_URL, DATABASE_URL, DATABASE_DIRECT_URL, EGRESS_PROXY_URL].flatMap((url) =>
      listenerOf(url),
    ),
  ];
}

/** Whether something of ours listens there, however this machine is spelt. Names are judged again by what they resolve to. */
export function isOwnListener(
  { host, port }: Listener,
  { ownListeners: own }: { ownListeners: readonly Listener[] },
): boolean {
  return own.some(
    (listener) =>
      listener.port === port &&
      (listener.host === host || (isThisMachine(listener.host) && isThisMachine(host))),
  );
}

export function isLocalhost(host: string): boolean {
  return host === "localhost" || host.endsWith(".localhost");
}

/** The port that is meant where none is written. */
export function effectivePort(url: URL): number {
  return url.port === "" ? (DEFAULT_PORTS[url.protocol] ?? 0) : Number(url.port);
}

function listenerOf(text: string | undefined): Listener[] {
  const url = text === undefined ? null : URL.parse(text);
  if (!url?.hostname) return [];
  return [{ host: url.hostname.toLowerCase().replace(/^\[|\]$/g, ""), port: effectivePort(url) }];
}

/** Also of a host as a URL has it, an IPv6 address in brackets. */
export function isThisMachine(written: string): boolean {
  const host = written.replace(/^\[|\]$/g, "");
  if (isLocalhost(host)) return true;
  if (!ipaddr.isValid(host)) return false;
  const ip = ipaddr.process(host);
  const isAny = ip.range() === "loopback" || ip.range() === "unspecified";
  return isAny || ownAddresses().has(ip.toString());
}

/** Asked each time: addresses come and go. */
function ownAddresses(): Set<string> {
  const all = Object.values(networkInterfaces()).flatMap((addresses) => addresses ?? []);
  return new Set(all.map(({ address }) => ipaddr.process(address.split("%")[0] ?? "").toString()));
}
