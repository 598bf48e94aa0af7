/** What the body of a delivery is made of. None of it changes once the delivery is there. */
export interface DeliveryContent {
  id: string;
  organizationId: number;
  subscriptionId: string;
  eventId: string;
  eventType: string;
  /** The type as its receiver knows it, which may be by an older name. */
  eventName: string;
  /** ISO 8601: when the event happened. */
  occurredAt: string;
  /** The event's data as JSON text: a JSON object. */
  data: string;
  /** What of the desk the event is about. */
  subject: { type: string; id: string } | null;
  /** Who did it; null for the system itself. */
  actorName: string | null;
}

export interface FormatHeaderParts {
  deliveryId: string;
  eventId: string;
  eventName: string;
  /** Unix seconds of the attempt; the same that was signed. */
  timestamp: number;
  /** What the target gave back in the handshake. */
  hookSecret: string | null;
}

/** A signature of a format's own, beside that of Standard Webhooks: HMAC-SHA256 in hex, the secret as it is being the key. */
export interface SignatureScheme {
  /** Each has the same value. */
  headers: readonly [string, ...string[]];
  prefix: string;
  /** The header whose value is signed, with a dot, before the body; null: the body alone is signed. */
  timestampHeader: string | null;
  /** While a rotation overlaps: the signatures of both secrets, after a comma. Otherwise that of the present secret alone. */
  isList: boolean;
}

/** How a delivery looks on the wire. */
export interface Format {
  label: string;
  description: string;
  contentType: string;
  /** Its receivers refuse what is not signed. */
  needsSecret: boolean;
  /** Its receivers expect a handshake, and know us by what they gave back in it. */
  isVerified: boolean;
  signature: SignatureScheme | null;
  /** Its bytes are signed, and must be the same on every attempt. `appUrl` is where people open Replify. */
  body(delivery: DeliveryContent, appUrl: string): string;
  /** Beyond those that every format has; names in lower case. */
  headers(parts: FormatHeaderParts): Record<string, string>;
}
