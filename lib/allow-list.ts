import ipaddr from "ipaddr.js";
import * as z from "zod";

type Address = ipaddr.IPv4 | ipaddr.IPv6;

interface Network {
  base: Address;
  bits: number;
}

const LENGTH_MAX = 64;
const FULL_BITS = { ipv4: 32, ipv6: 128 } as const;
/** An IPv4 address in IPv6 clothes has this many bits before its own 32. */
const MAPPED_BITS = 96;

/** A network or address, given on in one spelling. */
export const networkSchema = z
  .string()
  .trim()
  .max(LENGTH_MAX)
  .transform((text, check) => {
    const network = canonicalNetwork(text);
    if (network !== null) return network;
    check.addIssue("Write an address or a network, like 203.0.113.7, 10.0.0.0/8 or 2001:db8::/32.");
    return z.NEVER;
  });

/** One spelling of `10.0.0.0/8`, `2001:db8::/32` or a single address; null for anything else. Bits beyond the prefix are cleared. */
export function canonicalNetwork(text: string): string | null {
  const network = parseNetwork(text);
  if (!network) return null;
  const { base, bits } = network;
  if (bits === FULL_BITS[base.kind()]) return base.toString();
  const cidr = `${base.toString()}/${bits}`;
  const first =
    base.kind() === "ipv4"
      ? ipaddr.IPv4.networkAddressFromCIDR(cidr)
      : ipaddr.IPv6.networkAddressFromCIDR(cidr);
  return `${first.toString()}/${bits}`;
}

/** Whether the address lies in one of the networks. Without networks every address does; an unknown address lies in none. */
export function isAllowedFrom(address: string | null, networks: readonly string[]): boolean {
  if (networks.length === 0) return true;
  const ip = address === null ? null : parseAddress(address);
  if (!ip) return false;
  return networks.some((text) => {
    const network = parseNetwork(text);
    return network !== null && contains(network, ip);
  });
}

/** The first of `inner` that lets in an address which `outer` does not; null if there is none. */
export function networkBeyond(inner: readonly string[], outer: readonly string[]): string | null {
  if (outer.length === 0) return null;
  const limits = outer.map(parseNetwork);
  const isWithin = (text: string) => {
    const network = parseNetwork(text);
    return (
      network !== null &&
      limits.some((limit) => limit && network.bits >= limit.bits && contains(limit, network.base))
    );
  };
  return inner.find((text) => !isWithin(text)) ?? null;
}

function contains({ base, bits }: Network, ip: Address): boolean {
  return base.kind() === ip.kind() && ip.match(base, bits);
}

function parseNetwork(text: string): Network | null {
  const [head = "", prefix, ...rest] = text.split("/");
  if (rest.length > 0 || (prefix !== undefined && !/^(0|[1-9]\d{0,2})$/.test(prefix))) return null;
  const written = head.includes(":") ? parseIpv6(head) : parseIpv4(head);
  if (!written) return null;
  const bits = prefix === undefined ? FULL_BITS[written.kind()] : Number(prefix);
  if (bits > FULL_BITS[written.kind()]) return null;
  if (!isMapped(written)) return { base: written, bits };
  // Clients with such an address are known by the IPv4 address inside it.
  return bits < MAPPED_BITS ? null : { base: written.toIPv4Address(), bits: bits - MAPPED_BITS };
}

function parseAddress(text: string): Address | null {
  return text.includes("/") ? null : (parseNetwork(text)?.base ?? null);
}

function parseIpv4(text: string): Address | null {
  return ipaddr.IPv4.isValidFourPartDecimal(text) ? ipaddr.IPv4.parse(text) : null;
}

/** The URL parser spells the address out in hexadecimal first: ipaddr.js takes `::8.8.8.8` for `::ffff:8.8.8.8`. */
function parseIpv6(text: string): Address | null {
  const url = `http://[${text}]`;
  return URL.canParse(url) ? ipaddr.IPv6.parse(new URL(url).hostname.slice(1, -1)) : null;
}

function isMapped(ip: Address): ip is ipaddr.IPv6 {
  return ip instanceof ipaddr.IPv6 && ip.isIPv4MappedAddress();
}
