import { isIP } from "node:net";
import ipaddr from "ipaddr.js";
import type { Listener } from "./own-listeners";
import type { EgressProxy } from "./proxy";

export type Cidr = [ipaddr.IPv4 | ipaddr.IPv6, number];

/** Where outgoing calls may go. Fixed for the life of a process. */
export interface EgressRule {
  allowHttp: boolean;
  /** Local mode: loopback targets, the name localhost, and any port from 1024 up. */
  allowLoopback: boolean;
  allowCidrs: readonly Cidr[];
  /** Must not become targets. */
  ownListeners: readonly Listener[];
  /** Empty: the servers of the operating system. */
  dnsServers: readonly string[];
  /** PEM of an additional certificate authority. */
  extraCa: string | null;
  /** Null: calls go straight to their target. */
  proxy: EgressProxy | null;
}

/** Not even an allow-list opens these: cloud metadata, link-local, "this host", multicast, and IPv6 forms that wrap an IPv4 address. */
const NEVER = cidrs(
  "0.0.0.0/8",
  "169.254.0.0/16",
  "168.63.129.16/32",
  "100.100.100.200/32",
  "192.0.0.192/32",
  "224.0.0.0/3",
  "::/128",
  "::ffff:0:0:0/96",
  "64:ff9b::/96",
  "64:ff9b:1::/48",
  "2001::/32",
  "2002::/16",
  "fd00:ec2::/32",
  "fd20:ce::254/128",
  "fe80::/10",
  "fec0::/10",
  "ff00::/8",
);

const LOOPBACK = cidrs("127.0.0.0/8", "::1/128");

/** Beyond NEVER; an allow-list may open these. */
const NOT_PUBLIC_V4 = cidrs(
  "10.0.0.0/8",
  "100.64.0.0/10",
  "172.16.0.0/12",
  "192.0.0.0/24",
  "192.0.2.0/24",
  "192.31.196.0/24",
  "192.52.193.0/24",
  "192.88.99.0/24",
  "192.168.0.0/16",
  "192.175.48.0/24",
  "198.18.0.0/15",
  "198.51.100.0/24",
  "203.0.113.0/24",
);

/** Public IPv6 is 2000::/3 without these: ipaddr.js's own `range()` calls far more than that unicast. */
const PUBLIC_V6 = cidrs("2000::/3");
const NOT_PUBLIC_V6 = cidrs("2001::/23", "2001:db8::/32", "3fff::/20", "2620:4f:8000::/48");

const IPV4_COMPATIBLE = cidrs("::/96");

/** Whether a connection to this IP address may be opened. Anything that is not a plain IP address is refused. */
export function isAllowedAddress(address: string, rule: EgressRule): boolean {
  return deniedBy(address, rule) === null;
}

/** What forbids to call an address, such as `10.0.0.0/8`; null when nothing does. */
export function deniedBy(address: string, rule: EgressRule): string | null {
  const family = isIP(address);
  if (family === 0 || address.includes("%")) return "not a plain address";
  const ip = ipaddr.process(family === 6 ? withoutDots(address) : address);
  const loopback = rangeOf(ip, LOOPBACK);
  if (loopback) return rule.allowLoopback || rangeOf(ip, rule.allowCidrs) ? null : loopback;
  const never = rangeOf(ip, NEVER) ?? rangeOf(ip, IPV4_COMPATIBLE);
  if (never) return never;
  if (rangeOf(ip, rule.allowCidrs)) return null;
  if (ip.kind() === "ipv4") return rangeOf(ip, NOT_PUBLIC_V4);
  return rangeOf(ip, PUBLIC_V6) ? rangeOf(ip, NOT_PUBLIC_V6) : "outside 2000::/3";
}

/** Reads `10.0.0.0/8`, `fd12::/16` or a single address; throws a sentence naming what is wrong. */
export function parseCidr(text: string): Cidr {
  const [base = "", bits, ...rest] = text.split("/");
  const family = isIP(base);
  const maxBits = family === 4 ? 32 : 128;
  const prefix = bits === undefined ? maxBits : Number(bits);
  const isBits = bits === undefined || /^\d{1,3}$/.test(bits);
  if (family === 0 || base.includes("%") || !isBits || prefix > maxBits || rest.length > 0) {
    throw new Error(
      `"${text}" is not an address range. Write it like 10.0.0.0/8, 192.168.1.20 or fd12:3456::/32.`,
    );
  }
  const ip = ipaddr.parse(base);
  if (ip.kind() === "ipv6" && rangeOf(ip, cidrs("::ffff:0:0/96"))) {
    throw new Error(`"${text}" is an IPv4 range in IPv6 clothes. Write the IPv4 range itself.`);
  }
  return [ip, prefix];
}

/** Writes an IPv6 address in hexadecimal only: ipaddr.js takes `::8.8.8.8` for `::ffff:8.8.8.8`. */
function withoutDots(address: string): string {
  return new URL(`http://[${address}]`).hostname.slice(1, -1);
}

/** The first of the ranges that holds the address, as text. */
function rangeOf(ip: ipaddr.IPv4 | ipaddr.IPv6, ranges: readonly Cidr[]): string | null {
  const range = ranges.find(([base, bits]) => base.kind() === ip.kind() && ip.match([base, bits]));
  return range ? `${range[0].toString()}/${range[1]}` : null;
}

function cidrs(...texts: string[]): Cidr[] {
  return texts.map((text) => ipaddr.parseCIDR(text));
}
