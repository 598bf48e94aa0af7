import type { DeliveryContent, Format } from "./format";
import { messageOf } from "./messages/message";
import { withoutLinks } from "./messages/plain";

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
  const { object, rest, facts, url } = messageOf(delivery, appUrl);
  return JSON.stringify({
    content: escapeMarkdown(`${object}${rest}`),
    embeds: [
      {
        title: escapeMarkdown(object),
        url,
        timestamp: delivery.occurredAt,
        fields: facts.map(({ label, value }) => ({
          name: escapeMarkdown(label),
          value: escapeMarkdown(value),
          inline: true,
        })),
      },
    ],
    // Nobody is called, whatever the text says.
    allowed_mentions: { parse: [] },
  });
}

/** What means something anywhere in a text, and what does so at its beginning. */
function escapeMarkdown(text: string): string {
  return withoutLinks(text).replaceAll(/[\\*_~`|<[\]]|^[#>-]/g, "\\$&");
}
