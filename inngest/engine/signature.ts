import { createHash, createHmac } from "node:crypto";
import { isSameSecret } from "@/lib/same-secret";

const KEY_PREFIX = /^signkey-\w+-/;
const SIGNATURE = /^t=(\d{1,12})&s=([0-9a-f]{64})$/;
const MAX_AGE_MS = 5 * 60 * 1000;

/** What an `x-inngest-signature` header claims: checked against a body by `isSigned`. */
export interface SignatureClaim {
  seconds: string;
  digest: string;
}

/** The `x-inngest-signature` header for a body that is already canonical JSON. */
export function signBody(body: string, signingKey: string, nowMs: number): string {
  const seconds = String(Math.floor(nowMs / 1000));
  return `t=${seconds}&s=${digestOf(body, seconds, signingKey)}`;
}

/** Reads the header, which can be done before any of the body is; undefined when it is absent, malformed or more than five minutes off. */
export function readSignature(header: string | undefined, nowMs: number): SignatureClaim | undefined {
  const [, seconds, digest] = header?.match(SIGNATURE) ?? [];
  if (!seconds || !digest || Math.abs(nowMs - Number(seconds) * 1000) > MAX_AGE_MS) return undefined;
  return { seconds, digest };
}

/** True when one of the keys signed these very bytes. */
export function isSigned(body: Buffer, { seconds, digest }: SignatureClaim, signingKeys: string[]): boolean {
  return signingKeys.some((key) => isSameSecret(digest, digestOf(body, seconds, key)));
}

/** True when an `Authorization` header carries the signing key, hashed as the SDK sends it. */
export function isAuthorized(header: string | undefined, signingKey: string): boolean {
  return header !== undefined && isSameSecret(header, `Bearer ${hashSigningKey(signingKey)}`);
}

/** Inngest hashes the decoded key, so an odd or non-hex key cannot work; refuse it before anything runs. */
export function assertSigningKey(signingKey: string): void {
  const key = signingKey.replace(KEY_PREFIX, "");
  if (key.length === 0 || key.length % 2 !== 0 || !/^[0-9a-f]+$/i.test(key)) {
    throw new Error("The Inngest signing key must be an even number of hexadecimal digits.");
  }
}

function digestOf(body: string | Buffer, seconds: string, signingKey: string): string {
  const key = signingKey.replace(KEY_PREFIX, "");
  return createHmac("sha256", key).update(body).update(seconds).digest("hex");
}

function hashSigningKey(signingKey: string): string {
  const prefix = signingKey.match(KEY_PREFIX)?.[0] ?? "";
  const key = Buffer.from(signingKey.slice(prefix.length), "hex");
  return prefix + createHash("sha256").update(key).digest("hex");
}
