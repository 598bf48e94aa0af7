import type { Format } from "./format";
import { envelope } from "./replify";

export const replicer: Format = {
  label: "Replicer",
  description: "For receivers that were written for Replicer. Signed over the body alone.",
  contentType: "application/json",
  needsSecret: true,
  isVerified: false,
  signature: { headers: ["x-replicer-signature"], prefix: "", timestampHeader: null, isList: false },
  body: envelope,
  headers: ({ deliveryId, eventName, timestamp }) => ({
    "x-replicer-event": eventName,
    "x-replicer-delivery-id": deliveryId,
    "x-replicer-timestamp": String(timestamp),
  }),
};
