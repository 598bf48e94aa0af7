import { createHash, createHmac, timingSafeEqual } from "node:crypto";

const KEY_PREFIX = /^signkey-\w+-/;

/** The `x-inngest-signature` header for a body that is already canonical JSON. */
export function signBody(body: string, signingKey: string, nowMs: number): string {
  const seconds = String(Math.floor(nowMs / 1000));
  const key = signingKey.replace(KEY_PREFIX, "");
  return `t=${seconds}&s=${createHmac("sha256", key).update(body).update(seconds).digest("hex")}`;
}

/** True when an `Authorization` header carries the signing key, hashed as the SDK sends it. */
export function isAuthorized(header: string | undefined, signingKey: string): boolean {
  return header !== undefined && isSameSecret(header, `Bearer ${hashSigningKey(signingKey)}`);
}

/** Compares in time that does not depend on where two strings differ. */
export function isSameSecret(given: string, expected: string): boolean {
  return timingSafeEqual(sha256(given), sha256(expected));
}

/** Inngest hashes the decoded key, so an odd or non-hex key cannot work; refuse it before anything runs. */
export function assertSigningKey(signingKey: string): void {
  const key = signingKey.replace(KEY_PREFIX, "");
  if (key.length === 0 || key.length % 2 !== 0 || !/^[0-9a-f]+$/i.test(key)) {
    throw new Error("The Inngest signing key must be an even number of hexadecimal digits.");
  }
}

function hashSigningKey(signingKey: string): string {
  const prefix = signingKey.match(KEY_PREFIX)?.[0] ?? "";
  const key = Buffer.from(signingKey.slice(prefix.length), "hex");
  return prefix + createHash("sha256").update(key).digest("hex");
}

function sha256(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}
