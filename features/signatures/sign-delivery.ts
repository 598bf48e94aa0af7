import { createHmac } from "node:crypto";
import { signingKey } from "./keys";
import type { KeyForm } from "./schemes/scheme";

/** A signature beside that of Standard Webhooks: HMAC-SHA256 in hex, the secret as it is being the key. */
export interface OwnSignature {
  /** Each has the same value. */
  headers: readonly [string, ...string[]];
  prefix: string;
  /** The header whose value is signed, with a dot, before the body; null: the body alone is signed. */
  timestampHeader: string | null;
  /** While a rotation overlaps: the signatures of both secrets, after a comma. Otherwise that of the present secret alone. */
  isList: boolean;
}

export interface DeliveryToSign {
  /** The current secret first; the previous one, too, while a rotation overlaps. None: then nothing is signed. */
  secrets: readonly string[];
  /** What the format signs with beside Standard Webhooks. */
  own: OwnSignature | null;
  deliveryId: string;
  /** Unix seconds of this attempt. */
  timestamp: number;
  body: string;
}

/** The headers that hold the format's own signature and that of Standard Webhooks. Runs for every attempt, so it fills no templates. */
export function signDelivery(delivery: DeliveryToSign): Record<string, string> {
  const { secrets, own, deliveryId, timestamp, body } = delivery;
  if (secrets.length === 0) return {};
  const signed = `${deliveryId}.${timestamp}.${body}`;
  const signatures = secrets.map((secret) => `v1,${hmac(secret, "decoded", signed).digest("base64")}`);
  return { ...(own && ownSignature(own, delivery)), "webhook-signature": signatures.join(" ") };
}

function ownSignature(
  { headers, prefix, timestampHeader, isList }: OwnSignature,
  { secrets, timestamp, body }: DeliveryToSign,
): Record<string, string> {
  const signed = timestampHeader === null ? body : `${timestamp}.${body}`;
  const value = (isList ? secrets : secrets.slice(0, 1))
    .map((secret) => `${prefix}${hmac(secret, "text", signed).digest("hex")}`)
    .join(",");
  return Object.fromEntries(headers.map((name) => [name, value]));
}

function hmac(secret: string, form: KeyForm, text: string) {
  return createHmac("sha256", signingKey(secret, form)).update(text);
}
