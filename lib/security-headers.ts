import { randomBytes } from "node:crypto";
import type { IncomingHttpHeaders, ServerResponse } from "node:http";
import { kindOf, readRequestPath } from "@/lib/request-path";

interface Site {
  isDev: boolean;
  appUrl: string;
}

const HSTS = "max-age=31536000";
const POLICY_HEADERS = ["content-security-policy", "content-security-policy-report-only"];
const API_POLICY = "default-src 'none'; frame-ancestors 'none'";

/** How Next's own router asks for the data of a page; sent to the API they would only bring redirects. */
const ROUTER_HEADERS = [
  "rsc",
  "next-router-state-tree",
  "next-router-prefetch",
  "next-router-segment-prefetch",
  "next-url",
  "next-action",
];

/** Abilities of a browser that no page of ours uses. */
const SWITCHED_OFF = [
  "accelerometer",
  "autoplay",
  "camera",
  "display-capture",
  "geolocation",
  "gyroscope",
  "magnetometer",
  "microphone",
  "midi",
  "payment",
  "usb",
];

/**
 * Sets what every answer to this request carries. A page gets a policy with a nonce of its own; Next reads the nonce off the request's header
 * of the same name and puts it on its scripts. A client's own such header must not get there: it would choose the nonce.
 */
export function secure(
  req: { url: string; headers: IncomingHttpHeaders },
  res: ServerResponse,
  site: Site,
): void {
  for (const name of POLICY_HEADERS) delete req.headers[name];
  for (const [name, value] of commonHeaders(site)) res.setHeader(name, value);
  const kind = kindOf(req.url);
  if (kind === "static") return;
  const policy = kind === "api" ? API_POLICY : pagePolicy(req.url, randomBytes(16).toString("base64"), site);
  res.setHeader("content-security-policy", policy);
  if (kind === "api") {
    for (const name of ROUTER_HEADERS) delete req.headers[name];
    return;
  }
  res.setHeader("cache-control", "private, no-store");
  req.headers["content-security-policy"] = policy;
}

/** What runs and loads on a page: scripts with the nonce and what they load themselves, all else from here. */
function pagePolicy(url: string, nonce: string, { isDev }: Site): string {
  return [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${isDev ? " 'unsafe-eval'" : ""}`,
    // Radix and sonner place things by style attributes and sheets of their own.
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self'",
    `connect-src 'self'${isDev ? " ws:" : ""}`,
    "object-src 'none'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
    `form-action ${["'self'", ...consentTarget(url)].join(" ")}`,
  ].join("; ");
}

/**
 * A customer's consent ends in a redirect to their site, and Chrome holds a form to the policy there, too. Which site that may be is for the page
 * to say; here only its form is checked, as anybody can write such an address.
 */
function consentTarget(url: string): string[] {
  if (readRequestPath(url) !== "/oauth/authorize") return [];
  const target = new URLSearchParams(url.slice(url.indexOf("?"))).get("redirect_uri") ?? "";
  const { origin, hostname } = URL.canParse(target) ? new URL(target) : { origin: "", hostname: "" };
  // Policies know no addresses of IPv6.
  if (hostname === "[::1]") return ["http:"];
  return /^https?:\/\/[a-z0-9.-]+(:\d+)?$/.test(origin) ? [origin] : [];
}

function commonHeaders({ appUrl }: Site): [string, string][] {
  return [
    ["x-content-type-options", "nosniff"],
    ["x-frame-options", "DENY"],
    ["referrer-policy", "same-origin"],
    ["cross-origin-opener-policy", "same-origin"],
    ["cross-origin-resource-policy", "same-origin"],
    ["permissions-policy", SWITCHED_OFF.map((name) => `${name}=()`).join(", ")],
    ...(appUrl.startsWith("https:") ? [["strict-transport-security", HSTS] as [string, string]] : []),
  ];
}
