import type { DeliveryContent, Format } from "./format";
import { messageOf } from "./message";

export const discord: Format = {
  label: "Discord",
  description: "A readable message for an incoming webhook of Discord.",
  contentType: "application/json",
  needsSecret: false,
  isVerified: false,
  signature: null,
  body,
  headers: () => ({}),
};

function body(delivery: DeliveryContent, appUrl: string): string {
  const { before, object, after, url } = messageOf(delivery, appUrl);
  return JSON.stringify({
    content: `${before}${object}${after}`.slice(0, 2000),
    embeds: [{ title: object.slice(0, 256), url, timestamp: delivery.occurredAt }],
    allowed_mentions: { parse: [] },
  });
}
