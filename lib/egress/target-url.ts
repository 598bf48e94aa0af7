import { isIP } from "node:net";
import type { EgressRule } from "@/lib/egress/ip-rule";
import { isAllowedAddress } from "./ip-rule";
import { effectivePort, isLocalhost, isOwnListener } from "./own-listeners";
import { readTargetUrl, type SpellingCode } from "./url-spelling";

export type TargetUrlCode =
  | SpellingCode
  | "https_required"
  | "port_not_allowed"
  | "host_not_allowed"
  | "address_not_allowed"
  | "own_service";

export type TargetUrlVerdict = { ok: true; url: URL } | { ok: false; code: TargetUrlCode; message: string };

/** Databases, caches, brokers and control planes that listen above 1024 and would act on a POST or crash on it. */
const SERVICE_PORTS = new Set([
  1433, 1434, 1521, 2049, 2375, 2376, 2379, 2380, 3306, 5432, 5672, 5984, 6379, 6380, 7000, 7001, 7199, 7474,
  7687, 8086, 8500, 9042, 9092, 9160, 9200, 9300, 10250, 10255, 11211, 26257, 27017, 27018, 27019, 28015,
]);

const HOST_NAME =
  /^(?!.{254})[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?(\.[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?)*$/;

/**
 * Judges a target by its spelling alone, without DNS: when a subscription is saved and before each attempt. The returned URL is
 * normalised (lower-case host without a final dot) and is the one to call. What its name resolves to is judged on connecting.
 */
export function checkTargetUrl(input: string, rule: EgressRule): TargetUrlVerdict {
  const spelling = readTargetUrl(input);
  if (!spelling.ok) return spelling;
  if (spelling.url.protocol === "http:" && !rule.allowHttp) {
    return refuse(
      "https_required",
      "The target must use https://, so that nobody on the way can read or change what is sent.",
    );
  }
  return checkHost(spelling.url, rule);
}

function checkHost(url: URL, rule: EgressRule): TargetUrlVerdict {
  const host = url.hostname.replace(/^\[|\]$/g, "").replace(/\.$/, "");
  if (isIP(host) !== 0) {
    if (!isAllowedAddress(host, rule)) {
      return refuse(
        "address_not_allowed",
        "This address is private, local or reserved, and Replify doesn't call it. Use a public address, or ask whoever runs this installation to allow the range with EGRESS_ALLOW_CIDRS.",
      );
    }
  } else if (!HOST_NAME.test(host)) {
    return refuse("invalid_url", "The host name is not valid. Check it for typing errors.");
  } else if (isDeniedName(host, rule)) {
    return refuse(
      "host_not_allowed",
      "This name only exists inside a network, and Replify doesn't call it. Use a public host name.",
    );
  } else {
    url.hostname = host;
  }
  return checkPort(url, host, rule);
}

function checkPort(url: URL, host: string, rule: EgressRule): TargetUrlVerdict {
  const port = effectivePort(url);
  const isWebPort = port === 80 || port === 443;
  if (!isWebPort && (port < 1024 || (SERVICE_PORTS.has(port) && !rule.allowLoopback))) {
    return refuse(
      "port_not_allowed",
      `Port ${port} is not open to webhooks. Use 443, 80, or a port from 1024 up that no database or cache uses.`,
    );
  }
  if (isOwnListener({ host, port }, rule)) {
    return refuse(
      "own_service",
      "Replify itself, its worker or its database listens there. Use your receiver's URL, or that of an echo receiver exactly as it is shown.",
    );
  }
  return { ok: true, url };
}

/** Names refused before DNS, so that a resolver inside the network can't answer for them. */
function isDeniedName(host: string, rule: EgressRule): boolean {
  if (isLocalhost(host)) return !rule.allowLoopback;
  return host === "internal" || host.endsWith(".internal");
}

function refuse(code: TargetUrlCode, message: string): TargetUrlVerdict {
  return { ok: false, code, message };
}
