import { readFileSync } from "node:fs";
import { isIPv6 } from "node:net";
import { type Env, env, isLocal } from "@/lib/env";
import { type Cidr, type EgressRule, parseCidr } from "./ip-rule";
import { isThisMachine, type ListenerSettings, ownListeners } from "./own-listeners";
import { type EgressProxy, readProxy } from "./proxy";

type EgressSettings = ListenerSettings &
  Pick<
    Env,
    | "EGRESS_ALLOW_CIDRS"
    | "EGRESS_ALLOW_HTTP"
    | "EGRESS_STRICT"
    | "EGRESS_DNS_SERVERS"
    | "EGRESS_CA_FILE"
    | "EGRESS_PROXY_URL"
  >;

let ruleOfProcess: EgressRule | undefined;

export function egressRuleFromEnv(): EgressRule {
  ruleOfProcess ??= egressRule(env, isLocal());
  return ruleOfProcess;
}

/** The proxy for calls to a server that the settings name: none to this very machine, which don't leave it. */
export function proxyTo(host: string): EgressProxy | null {
  return isThisMachine(host) ? null : egressRuleFromEnv().proxy;
}

/** `isLocalApp` says that APP_URL is a loopback address. Throws a sentence for a range or a file that can't be read. */
export function egressRule(settings: EgressSettings, isLocalApp: boolean): EgressRule {
  const allowLocal = isLocalApp && !settings.EGRESS_STRICT;
  return {
    allowHttp: allowLocal || settings.EGRESS_ALLOW_HTTP === true,
    allowLoopback: allowLocal,
    allowCidrs: (settings.EGRESS_ALLOW_CIDRS ?? []).map(readCidr),
    ownListeners: ownListeners(settings),
    dnsServers: settings.EGRESS_DNS_SERVERS ?? [],
    extraCa: settings.EGRESS_CA_FILE ? readCaFile(settings.EGRESS_CA_FILE) : null,
    proxy: settings.EGRESS_PROXY_URL ? readProxy(settings.EGRESS_PROXY_URL) : null,
  };
}

/** One sentence for the boot log. */
export function describeEgressRule(rule: EgressRule): string {
  const scheme = rule.allowHttp ? "http and https" : "https only";
  const places = ["public addresses"];
  if (rule.allowLoopback) places.push("this machine (APP_URL is a loopback address)");
  if (rule.allowCidrs.length > 0)
    places.push(`EGRESS_ALLOW_CIDRS (${rule.allowCidrs.map(toText).join(", ")})`);
  const sentence = `Outgoing webhooks: ${scheme}, to ${joinWords(places)}; never to metadata or link-local addresses.`;
  if (!rule.proxy) return sentence;
  const { host, port } = rule.proxy;
  const place = `${isIPv6(host) ? `[${host}]` : host}:${port}`;
  return `${sentence} They leave through the proxy ${place}, which judges the addresses that names lead to.`;
}

function readCidr(text: string): Cidr {
  try {
    return parseCidr(text);
  } catch (error) {
    throw new Error(`EGRESS_ALLOW_CIDRS: ${error instanceof Error ? error.message : error}`, {
      cause: error,
    });
  }
}

function readCaFile(path: string): string {
  let pem: string;
  try {
    pem = readFileSync(path, "utf8");
  } catch (error) {
    throw new Error(`EGRESS_CA_FILE: can't read ${path}. Check the path and its permissions.`, {
      cause: error,
    });
  }
  if (!pem.includes("-----BEGIN CERTIFICATE-----")) {
    throw new Error(`EGRESS_CA_FILE: ${path} holds no PEM certificate.`);
  }
  return pem;
}

function toText([base, bits]: Cidr): string {
  return `${base.toString()}/${bits}`;
}

function joinWords(words: string[]): string {
  return words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} and ${words.at(-1)}`;
}
