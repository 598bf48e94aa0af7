import type { SIGNATURE_PROBLEMS } from "@/db/enums";
import type { SigningRecipe } from "@/features/signatures/recipe";
import { ownValue } from "@/lib/own-path";

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
}

/** What a request claims: HMAC-SHA256 over `prefix` and its body is one of `signatures`. */
export interface Claimed {
  /** What stands before the body in the signed bytes, such as `<timestamp>.`. */
  prefix: string;
  /** 32 bytes each, in the encoding of the scheme's recipe. */
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

/** One way of signing requests, by HMAC-SHA256. Browsers show it, too, so it decodes nothing by itself. */
export interface Scheme {
  /** As people know it. */
  label: string;
  /** Of the header with the signature, as its documentation writes it. */
  header: string;
  key: KeyForm;
  /** Whether the signature can, must or can't cover the time of sending. */
  timestamp: "optional" | "always" | "never";
  recipe: SigningRecipe;
  /** Reads the headers; the secret plays no part yet. */
  read(request: SignedRequest): Claimed | Problem;
  /** Asked only once the signature is known to be good: nobody else's body is parsed. */
  eventId(request: SignedRequest): EventId | null;
}

const MAX_SIGNATURES = 5;
const UNIX_SECONDS = /^\d{1,12}$/;

export const HEX_DIGEST = /^[0-9a-f]{64}$/;
export const BASE64_DIGEST = /^[A-Za-z0-9+/]{43}=$/;

export function isUnixSeconds(text: string | undefined): text is string {
  return text !== undefined && UNIX_SECONDS.test(text);
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

/** A text at the top of a JSON body. */
export function eventIdIn(body: Buffer, field: string): EventId | null {
  try {
    const value = ownValue(JSON.parse(body.toString("utf8")), field);
    return typeof value === "string" ? { value, header: null } : null;
  } catch {
    return null;
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
