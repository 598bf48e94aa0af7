import { createHmac, createSecretKey, type KeyObject, randomBytes } from "node:crypto";
import type { SignatureScheme } from "@/features/formats/format";

export interface DeliveryToSign {
  /** The current secret first; the previous one, too, while a rotation overlaps. None: then nothing is signed. */
  secrets: readonly string[];
  /** What the format signs with beside Standard Webhooks. */
  scheme: SignatureScheme | null;
  deliveryId: string;
  /** Unix seconds of this attempt. */
  timestamp: number;
  body: string;
}

interface SigningKey {
  /** The secret as it is. */
  text: KeyObject;
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

/** The headers that hold the format's own signature and that of Standard Webhooks. */
export function signDelivery(delivery: DeliveryToSign): Record<string, string> {
  const { secrets, scheme, deliveryId, timestamp, body } = delivery;
  if (secrets.length === 0) return {};
  const signed = `${deliveryId}.${timestamp}.${body}`;
  const signatures = secrets.map((secret) => `v1,${hmac(signingKey(secret).standard, signed, "base64")}`);
  return { ...(scheme && ownSignature(scheme, delivery)), "webhook-signature": signatures.join(" ") };
}

function ownSignature(
  { headers, prefix, timestampHeader, isList }: SignatureScheme,
  { secrets, timestamp, body }: DeliveryToSign,
): Record<string, string> {
  const signed = timestampHeader === null ? body : `${timestamp}.${body}`;
  const value = (isList ? secrets : secrets.slice(0, 1))
    .map((secret) => `${prefix}${hmac(signingKey(secret).text, signed, "hex")}`)
    .join(",");
  return Object.fromEntries(headers.map((name) => [name, value]));
}

function hmac(key: KeyObject, text: string, encoding: "hex" | "base64"): string {
  return createHmac("sha256", key).update(text).digest(encoding);
}

function signingKey(secret: string): SigningKey {
  const known = keys.get(secret);
  if (known) return known;
  const key = {
    text: createSecretKey(secret, "utf8"),
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
