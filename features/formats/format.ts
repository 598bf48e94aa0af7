import type { OwnSignature } from "@/features/signatures/sign-delivery";

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

/** How a delivery looks on the wire. */
export interface Format {
  label: string;
  description: string;
  contentType: string;
  /** Its receivers refuse what is not signed. */
  needsSecret: boolean;
  /** Its receivers expect a handshake, and know us by what they gave back in it. */
  isVerified: boolean;
  /** Beside that of Standard Webhooks. */
  signature: OwnSignature | null;
  /** Its bytes are signed, and must be the same on every attempt. `appUrl` is where people open Replify. */
  body(delivery: DeliveryContent, appUrl: string): string;
  /** Beyond those that every format has; names in lower case. */
  headers(parts: FormatHeaderParts): Record<string, string>;
}
