import { createSecretKey, type KeyObject, randomBytes } from "node:crypto";
import type { KeyForm } from "./schemes/scheme";
import { encodedKey, SECRET_PREFIX } from "./secret";

const SECRET_BYTES = 32;
const CACHE_MAX = 10_000;

const known: Record<KeyForm, Map<string, KeyObject>> = { text: new Map(), decoded: new Map() };

export function generateSecret(): string {
  return `${SECRET_PREFIX}${randomBytes(SECRET_BYTES).toString("base64")}`;
}

/** One that is sent along, or stands in an address: without a character that would have to be escaped there. */
export function generateCredential(): string {
  return randomBytes(SECRET_BYTES).toString("base64url");
}

/** The HMAC key that a secret stands for. */
export function keyBytes(secret: string, form: KeyForm): Buffer {
  const encoded = form === "decoded" ? encodedKey(secret) : null;
  return encoded === null ? Buffer.from(secret, "utf8") : Buffer.from(encoded, "base64");
}

/** The same, made once for all that is signed with it. */
export function signingKey(secret: string, form: KeyForm): KeyObject {
  const keys = known[form];
  const found = keys.get(secret);
  if (found) return found;
  const key = createSecretKey(keyBytes(secret, form));
  if (keys.size >= CACHE_MAX) keys.clear();
  keys.set(secret, key);
  return key;
}
