import { createHmac, createSecretKey, type KeyObject, randomBytes } from "node:crypto";

export interface DeliveryToSign {
  /** The current secret first; the previous one, too, while a rotation overlaps. */
  secrets: readonly string[];
  deliveryId: string;
  /** Unix seconds of this attempt. */
  timestamp: number;
  body: string;
}

export interface SignatureHeaders {
  "x-replify-signature": string;
  "webhook-signature": string;
}

interface SigningKey {
  replify: KeyObject;
  standard: KeyObject;
}

const PREFIX = "whsec_";
const SECRET_BYTES = 32;
const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;
const KEY_CACHE_MAX = 10_000;

const keys = new Map<string, SigningKey>();

export function generateSecret(): string {
  return `${PREFIX}${randomBytes(SECRET_BYTES).toString("base64")}`;
}

/** Our own signature and that of Standard Webhooks, each once per secret. */
export function signDelivery({ secrets, deliveryId, timestamp, body }: DeliveryToSign): SignatureHeaders {
  const signed = `${timestamp}.${body}`;
  const signedWithId = `${deliveryId}.${signed}`;
  const signingKeys = secrets.map(signingKey);
  return {
    "x-replify-signature": signingKeys.map((key) => `sha256=${hmac(key.replify, signed, "hex")}`).join(","),
    "webhook-signature": signingKeys
      .map((key) => `v1,${hmac(key.standard, signedWithId, "base64")}`)
      .join(" "),
  };
}

function hmac(key: KeyObject, text: string, encoding: "hex" | "base64"): string {
  return createHmac("sha256", key).update(text).digest(encoding);
}

function signingKey(secret: string): SigningKey {
  const known = keys.get(secret);
  if (known) return known;
  const key = {
    replify: createSecretKey(secret, "utf8"),
    standard: createSecretKey(standardKeyBytes(secret)),
  };
  if (keys.size >= KEY_CACHE_MAX) keys.clear();
  keys.set(secret, key);
  return key;
}

/** A caller's own secret may start with the prefix and still be no base64: then it is taken as text, like any other. */
function standardKeyBytes(secret: string): Buffer {
  const encoded = secret.startsWith(PREFIX) ? secret.slice(PREFIX.length) : "";
  return encoded !== "" && BASE64.test(encoded)
    ? Buffer.from(encoded, "base64")
    : Buffer.from(secret, "utf8");
}
