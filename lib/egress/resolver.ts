import type { LookupAddress } from "node:dns";
import { Resolver as DnsResolver } from "node:dns/promises";
import { setTimeout as delay, setImmediate as nextTurn } from "node:timers/promises";
import type { EgressRule } from "@/lib/egress/ip-rule";
import { blockedAddress, EgressError, errorCode } from "./error";
import { deniedBy } from "./ip-rule";
import { isLocalhost } from "./own-listeners";

export interface Resolver {
  /** Every address of the name, all of them allowed; rejects with an EgressError. */
  resolve(hostname: string): Promise<LookupAddress[]>;
}

interface Answer {
  addresses: LookupAddress[];
  error: unknown;
}

const DNS_TIMEOUT_MS = 5000;
const QUERY_TIMEOUT_MS = 2000;
const QUERY_TRIES = 2;
/** How long IPv4 answers wait for the IPv6 ones; some name servers never answer AAAA. */
const IPV6_GRACE_MS = 300;
const CACHE_MS = 3000;
const CACHE_MAX_NAMES = 5000;

/**
 * Uses c-ares rather than getaddrinfo, whose lookups queue behind password hashes in the libuv pool. Caching doesn't reopen DNS
 * rebinding: a connection goes to the very addresses that were judged here, never to a second look-up of the name.
 */
export function createResolver(rule: EgressRule, { cacheMs = CACHE_MS } = {}): Resolver {
  const dns = new DnsResolver({
    timeout: QUERY_TIMEOUT_MS,
    tries: QUERY_TRIES,
    maxTimeout: QUERY_TIMEOUT_MS,
  });
  if (rule.dnsServers.length > 0) dns.setServers(rule.dnsServers);
  const pending = new Map<string, Promise<LookupAddress[]>>();
  const cache = new Map<string, { addresses: LookupAddress[]; until: number }>();

  async function lookUp(hostname: string): Promise<LookupAddress[]> {
    const addresses = await queryBoth(dns, hostname);
    // One bad answer refuses all: a name that mixes public and private addresses is an attack or a mistake.
    for (const { address } of addresses) {
      const range = deniedBy(address, rule);
      if (range) throw blockedAddress(`address ${address} in ${range}`);
    }
    if (cacheMs > 0) {
      if (cache.size >= CACHE_MAX_NAMES) cache.clear();
      cache.set(hostname, { addresses, until: performance.now() + cacheMs });
    }
    return addresses;
  }

  return {
    async resolve(hostname) {
      if (isLocalhost(hostname)) return localhostAddresses(rule);
      const cached = cache.get(hostname);
      if (cached && cached.until > performance.now()) return cached.addresses;
      const shared = pending.get(hostname);
      if (shared) return shared;
      const lookup = lookUp(hostname).finally(() => pending.delete(hostname));
      pending.set(hostname, lookup);
      return lookup;
    },
  };
}

/** c-ares does not read /etc/hosts. */
function localhostAddresses(rule: EgressRule): LookupAddress[] {
  if (!rule.allowLoopback) throw blockedAddress("localhost");
  return [
    { address: "127.0.0.1", family: 4 },
    { address: "::1", family: 6 },
  ];
}

async function queryBoth(dns: DnsResolver, hostname: string): Promise<LookupAddress[]> {
  const ipv4 = settle(dns.resolve4(hostname), 4);
  const ipv6 = settle(dns.resolve6(hostname), 6);
  const first = await within(DNS_TIMEOUT_MS, ipv4);
  const second = await within(first.addresses.length > 0 ? IPV6_GRACE_MS : DNS_TIMEOUT_MS, ipv6);
  const addresses = [...first.addresses, ...second.addresses];
  if (addresses.length === 0) throw toEgressError(hostname, [first.error, second.error]);
  return addresses;
}

async function settle(query: Promise<string[]>, family: 4 | 6): Promise<Answer> {
  try {
    const addresses = await query;
    return { addresses: addresses.map((address) => ({ address, family })), error: null };
  } catch (error) {
    return { addresses: [], error };
  }
}

async function within(ms: number, answer: Promise<Answer>): Promise<Answer> {
  const timer = new AbortController();
  // A process that was busy looks at what has come meanwhile before it gives up: the answer is no less an answer.
  const late = delay(ms, undefined, { signal: timer.signal }).then(
    () => nextTurn({ addresses: [], error: null }),
    () => answer,
  );
  const first = await Promise.race([answer, late]);
  timer.abort();
  return first;
}

/** "Not found" only if both questions were answered so; otherwise the name may well exist. */
function toEgressError(hostname: string, errors: unknown[]): EgressError {
  const codes = errors.map(errorCode);
  const isNotFound = (code: string | null) => code === "ENOTFOUND" || code === "ENODATA";
  if (codes.every(isNotFound)) {
    return new EgressError("dns_not_found", `The name ${hostname} has no address.`, {
      reason: codes.includes("ENOTFOUND") ? "ENOTFOUND" : "ENODATA",
      cause: errors[0],
    });
  }
  const reason = codes.find((code) => !isNotFound(code)) ?? "ETIMEOUT";
  return new EgressError("dns_error", `The address of ${hostname} could not be looked up.`, {
    reason,
    cause: errors[0],
  });
}
