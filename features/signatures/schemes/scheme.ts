import type { SIGNATURE_PROBLEMS } from "@/db/enums";
import type { SigningRecipe } from "@/features/signatures/recipe";
import { isTooDeep } from "@/lib/json-depth";
import { readPath } from "@/lib/own-path";

/** Why a signature is not accepted. */
export interface Problem {
  problem: (typeof SIGNATURE_PROBLEMS)[number];
  detail: string;
}

export interface SignedRequest {
  /** Lower-case names. */
  headers: Readonly<Record<string, string>>;
  /** The bytes as they came: what is signed is never a re-serialised form of them. */
  body: Buffer;
  /** The address as the sender called it, with its query. */
  url?: string;
}

/** What a request claims: one of `signatures` is made over `prefix`, its body and `suffix`. */
export interface Claimed {
  /** What stands before the body in the signed bytes, such as `<timestamp>.`. */
  prefix: string;
  suffix?: string;
  /** Signed instead of the body. */
  content?: string;
  /** The digest in hex that the body must have, where that is signed instead of the body. */
  bodySha256?: string;
  /** In the encoding of the scheme's recipe; credentials are as they are. */
  signatures: string[];
  /** Unix seconds; null when none was sent or the scheme has none. */
  timestamp: number | null;
}

/** The sender's own id of what it sends, by which its repeats are known. */
export interface EventId {
  value: string;
  /** The header that says it, which not every scheme signs. Null: it stands in the signed body, where only the sender can have put it. */
  header: string | null;
}

/** `text`: the secret as it is. `decoded`: what comes after `whsec_`, decoded from base64. */
export type KeyForm = "text" | "decoded";

/** An HMAC, a signature that is checked by a public key, or the secret itself, sent along. */
export type Proof = "hmac" | "ed25519" | "ecdsa" | "credential";

/** One way of signing requests. Browsers show it, too, so it decodes nothing by itself. */
export interface Scheme {
  /** As people know it. */
  label: string;
  /** Of the header with the signature, as its documentation writes it. */
  header: string;
  key: KeyForm;
  /** An HMAC unless it says another. */
  proof?: Proof;
  /** What stands before the secret in what is sent, of a credential. */
  credentialPrefix?: string;
  /** What it doesn't protect, for whoever chooses it. */
  warning?: string;
  /** Whether the signature can, must or can't cover the time of sending. */
  timestamp: "optional" | "always" | "never";
  /** How old a request may be, where the sender's own id in it makes a second one harmless. */
  toleranceSeconds?: number;
  recipe: SigningRecipe;
  /** Nobody but the sender makes its requests: there is no sample to copy, and no test from here. */
  isOnlySenders?: true;
  /** Reads the headers; the secret plays no part yet. */
  read(request: SignedRequest): Claimed | Problem;
  /** Asked only once the signature is known to be good: nobody else's body is parsed. */
  eventId(request: SignedRequest): EventId | null;
}

export const MAX_SIGNATURES = 5;
const UNIX_SECONDS = /^\d{1,12}$/;
const UNIX_MILLISECONDS = /^\d{13}$/;
const ISO_TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d{1,9})?(?:Z|[+-]\d{2}:\d{2})$/;

export const HEX_DIGEST = /^[0-9a-f]{64}$/;
export const BASE64_DIGEST = /^[A-Za-z0-9+/]{43}=$/;

export function isUnixSeconds(text: string | undefined): text is string {
  return text !== undefined && UNIX_SECONDS.test(text);
}

/** Unix seconds, of whatever form a sender writes the time in; null where it is none. */
export function readTime(text: string | undefined): number | null {
  if (text === undefined) return null;
  if (UNIX_SECONDS.test(text)) return Number(text);
  if (UNIX_MILLISECONDS.test(text)) return Math.floor(Number(text) / 1000);
  const ms = ISO_TIME.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(ms) ? null : Math.floor(ms / 1000);
}

/** The digests that a list of `<prefix><digest>` holds; entries of other versions are passed over. Null without a single good one. */
export function digestsOf(parts: string[], prefix: string, form: RegExp): string[] | null {
  const own = parts.filter((part) => part.startsWith(prefix)).map((part) => part.slice(prefix.length));
  if (own.length === 0 || own.length > MAX_SIGNATURES || !own.every((digest) => form.test(digest)))
    return null;
  return own;
}

/** The only digest, after the prefix; null where the header is anything else. */
export function digestOf(header: string, prefix: string, form: RegExp): string | null {
  const digest = header.startsWith(prefix) ? header.slice(prefix.length) : "";
  return form.test(digest) ? digest : null;
}

export function eventIdFrom(headers: SignedRequest["headers"], header: string): EventId | null {
  const value = headers[header.toLowerCase()];
  return value ? { value, header } : null;
}

/** A text in a JSON body, by its path. */
export function eventIdIn(body: Buffer, path: string): EventId | null {
  const value = readPath(jsonIn(body.toString("utf8")), path);
  return typeof value === "string" ? { value, header: null } : null;
}

/** Undefined for what is no JSON, or nested deeper than anything that is read. */
export function jsonIn(text: string): unknown {
  try {
    return isTooDeep(text) ? undefined : JSON.parse(text);
  } catch {
    return undefined;
  }
}

export function missing(header: string): Problem {
  return { problem: "missing_signature", detail: `There is no ${header} header.` };
}

export function malformed(expected: string): Problem {
  return {
    problem: "malformed_signature",
    detail: `The signature header is not as expected: ${expected}.`,
  };
}

export function badTimestamp(where: string): Problem {
  return { problem: "missing_timestamp", detail: `${where} has to be a time in Unix seconds.` };
}
