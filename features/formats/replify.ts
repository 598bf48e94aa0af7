import type { DeliveryContent, Format } from "./format";

export const replify: Format = {
  label: "Replify",
  description: "The event with its data. Signed over the time and the body.",
  contentType: "application/json",
  needsSecret: true,
  isVerified: false,
  signature: {
    headers: ["x-replify-signature"],
    prefix: "sha256=",
    timestampHeader: "x-replify-timestamp",
    isList: true,
  },
  body: envelope,
  headers: ({ deliveryId, eventId, eventName, timestamp }) => ({
    "x-replify-event": eventName,
    "x-replify-delivery-id": deliveryId,
    "x-replify-event-id": eventId,
    "x-replify-timestamp": String(timestamp),
  }),
};

/** The data stays byte for byte as it is stored. */
export function envelope({ id, eventName, occurredAt, data }: DeliveryContent): string {
  const start = JSON.stringify({ id, event: eventName, timestamp: occurredAt });
  return `${start.slice(0, -1)},"data":${data}}`;
}
