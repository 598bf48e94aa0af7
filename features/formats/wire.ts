import type { DeliveryFormat } from "@/db/enums";
import { isCredential, maskCredential } from "@/lib/credential-headers";
import type { Issue } from "@/lib/errors";
import type { FormatHeaderParts } from "./format";
import { FORMATS } from "./formats";

export interface DeliveryHeaderParts extends FormatHeaderParts {
  format: DeliveryFormat;
  /** Deliveries one behind the other, this one with them. */
  hops: number;
  hopsProof: string;
  /** 1 for the first. */
  attempt: number;
  /** Of `signDelivery`. */
  signatures: Record<string, string>;
  /** The subscription's own headers; they can't replace ours. */
  custom?: Record<string, string>;
}

export const USER_AGENT = "Replify-Webhooks/1.0";
const CUSTOM_HEADERS_MAX = 20;
const CUSTOM_HEADERS_MAX_CHARACTERS = 8192;
const HEADER_NAME = /^[A-Za-z0-9!#$%&'*+.^_`|~-]+$/;
const HEADER_VALUE = /^[\x21-\x7e](?:[\t\x20-\x7e]*[\x21-\x7e])?$/;
const OUR_PREFIXES = ["x-replify-", "webhook-", "proxy-"];

/** Set by us or by HTTP itself; a second value would change what is sent or where one request ends. */
const RESERVED_NAMES = new Set([
  "accept-encoding",
  "connection",
  "content-encoding",
  "content-length",
  "content-type",
  "cookie",
  "expect",
  "host",
  "http2-settings",
  "keep-alive",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
  "user-agent",
]);

/** A long value may be a credential under a name that we don't know. */
const MAYBE_CREDENTIAL_LENGTH = 16;

/** Every header of an attempt except those that HTTP itself adds; names in lower case. */
export function deliveryHeaders(parts: DeliveryHeaderParts): Record<string, string> {
  const format = FORMATS[parts.format];
  return {
    ...(parts.custom && lowerCaseNames(parts.custom)),
    "content-type": format.contentType,
    "user-agent": USER_AGENT,
    ...format.headers(parts),
    "x-replify-attempt": String(parts.attempt),
    "x-replify-hops": String(parts.hops),
    "x-replify-hops-proof": parts.hopsProof,
    "webhook-id": parts.deliveryId,
    "webhook-timestamp": String(parts.timestamp),
    ...parts.signatures,
  };
}

/** What is wrong with the headers an admin wants to add; `path` is `headers` or `headers.<name>`. */
export function checkCustomHeaders(headers: Record<string, string>): Issue[] {
  const entries = Object.entries(headers);
  const issues = entries.flatMap(([name, value]) => checkHeader(name, value));
  const names = entries.map(([name]) => name.toLowerCase());
  for (const [index, name] of names.entries()) {
    if (names.indexOf(name) !== index) {
      issues.push({
        path: `headers.${name}`,
        message: "This header is given twice. Header names ignore case; keep one.",
      });
    }
  }
  if (entries.length > CUSTOM_HEADERS_MAX) {
    issues.push({
      path: "headers",
      message: `There are more than ${CUSTOM_HEADERS_MAX} headers. Remove some.`,
    });
  }
  if (entries.flat().join("").length > CUSTOM_HEADERS_MAX_CHARACTERS) {
    issues.push({ path: "headers", message: "The headers are longer than 8 KiB altogether. Shorten them." });
  }
  return issues;
}

/**
 * The headers as they may be kept in the delivery log: credentials are masked, and of the subscription's own headers whatever may be one.
 * Signatures stay, for debugging; they prove nothing about any other request.
 */
export function redactHeaders(
  headers: Record<string, string>,
  custom: Record<string, string> = {},
): Record<string, string> {
  const redacted = { ...headers };
  for (const [name, value] of Object.entries(headers)) {
    // None of ours opens anything, and each costs a look at every delivery.
    const isOurs = OUR_PREFIXES.some((prefix) => name.startsWith(prefix));
    if (!isOurs && isCredential(name, value)) redacted[name] = maskCredential(value);
  }
  for (const name of Object.keys(custom)) {
    const key = name.toLowerCase();
    const value = redacted[key];
    if (value === undefined || value !== custom[name]) continue;
    if (value.length >= MAYBE_CREDENTIAL_LENGTH) redacted[key] = maskCredential(value);
  }
  return redacted;
}

function checkHeader(name: string, value: string): Issue[] {
  const path = `headers.${name}`;
  const lowerName = name.toLowerCase();
  if (!HEADER_NAME.test(name)) {
    return [{ path, message: "A header name has only letters, digits, hyphens and underscores." }];
  }
  if (RESERVED_NAMES.has(lowerName) || OUR_PREFIXES.some((prefix) => lowerName.startsWith(prefix))) {
    return [{ path, message: "Replify or HTTP itself sets this header. Choose another name." }];
  }
  if (!HEADER_VALUE.test(value)) {
    return [
      {
        path,
        message: "A header value is one line of plain ASCII text, without spaces at its ends, and not empty.",
      },
    ];
  }
  return [];
}

export function lowerCaseNames(headers: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}
