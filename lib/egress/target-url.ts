import { isIP } from "node:net";
import type { EgressRule } from "@/lib/egress/ip-rule";
import { isAllowedAddress } from "./ip-rule";
import { effectivePort, isLocalhost, isOwnListener } from "./own-listeners";

export type TargetUrlCode =
  | "invalid_url"
  | "too_long"
  | "forbidden_characters"
  | "scheme_not_supported"
  | "https_required"
  | "credentials_in_url"
  | "fragment_in_url"
  | "port_not_allowed"
  | "host_not_allowed"
  | "address_not_allowed"
  | "own_service";

export type TargetUrlVerdict = { ok: true; url: URL } | { ok: false; code: TargetUrlCode; message: string };

const TARGET_URL_MAX_LENGTH = 2048;

/** Databases, caches, brokers and control planes that listen above 1024 and would act on a POST or crash on it. */
const SERVICE_PORTS = new Set([
  1433, 1434, 1521, 2049, 2375, 2376, 2379, 2380, 3306, 5432, 5672, 5984, 6379, 6380, 7000, 7001, 7199, 7474,
  7687, 8086, 8500, 9042, 9092, 9160, 9200, 9300, 10250, 10255, 11211, 26257, 27017, 27018, 27019, 28015,
]);

// WHATWG parsing drops tabs and newlines and turns backslashes into slashes, so these must be refused before it runs.
const FORBIDDEN_CHARACTERS = /[\p{Cc}\p{Cf}\s\\]/u;
const HOST_NAME =
  /^(?!.{254})[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?(\.[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?)*$/;

/**
 * Judges a target by its spelling alone, without DNS: when a subscription is saved and before each attempt. The returned URL is
 * normalised (lower-case host without a final dot) and is the one to call. What its name resolves to is judged on connecting.
 */
export function checkTargetUrl(input: string, rule: EgressRule): TargetUrlVerdict {
  if (input.length > TARGET_URL_MAX_LENGTH) {
    return refuse("too_long", `The URL is longer than ${TARGET_URL_MAX_LENGTH} characters. Shorten it.`);
  }
  if (FORBIDDEN_CHARACTERS.test(input)) {
    return refuse(
      "forbidden_characters",
      "The URL contains a space, a backslash or an invisible character. Remove it, or write it percent-encoded.",
    );
  }
  const url = URL.parse(input);
  if (!url) {
    return refuse(
      "invalid_url",
      "This is not a complete URL. Write it with scheme and host, such as https://example.com/hook.",
    );
  }
  return checkParts(url, input, rule);
}

function checkParts(url: URL, input: string, rule: EgressRule): TargetUrlVerdict {
  if (url.protocol !== "https:" && url.protocol !== "http:") {
    return refuse(
      "scheme_not_supported",
      "Only https:// targets can be called. Use the https URL of your receiver.",
    );
  }
  if (url.protocol === "http:" && !rule.allowHttp) {
    return refuse(
      "https_required",
      "The target must use https://, so that nobody on the way can read or change what is sent.",
    );
  }
  // The parser forgives a missing slash, and an empty user name leaves no trace in the parsed URL.
  if (!/^https?:\/\//i.test(input)) {
    return refuse(
      "invalid_url",
      "The scheme must be followed by two slashes, such as https://example.com/hook.",
    );
  }
  if (url.username || url.password || /^[^/?#]*\/\/[^/?#]*@/.test(input)) {
    return refuse(
      "credentials_in_url",
      "The URL contains a user name or password. Remove it and send the credential in a custom header instead.",
    );
  }
  if (input.includes("#")) {
    return refuse("fragment_in_url", "The part after # is never sent to a server. Remove it.");
  }
  return checkHost(url, rule);
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
