import { isRecord } from "@/lib/own-path";
import { parseJson } from "@/lib/parse-json";
import type { DeliveryContent, Format } from "./format";

export const replyV3: Format = {
  label: "Reply v3",
  description: "For receivers that were written for Reply: contact and sequence apart from the data.",
  contentType: "application/json",
  needsSecret: false,
  isVerified: false,
  signature: {
    headers: ["x-reply-signature", "x-replyio-signature"],
    prefix: "",
    timestampHeader: null,
    isList: false,
  },
  body,
  headers: () => ({}),
};

function body({ subscriptionId, organizationId, eventId, eventName, occurredAt, data }: DeliveryContent) {
  const parsed = parseJson(data);
  const { contact, sequence, customFields, ...rest } = isRecord(parsed) ? parsed : {};
  return JSON.stringify({
    event: { id: eventId, type: eventName, timestamp: occurredAt },
    subscription: { id: subscriptionId, workspaceId: organizationId },
    payload: { contact, sequence, customFields, data: rest },
    // Of the bytes, which stay the same on every attempt; X-Replify-Attempt counts.
    attempt: 1,
  });
}
