import type { DeliveryContent, Format } from "./format";
import { messageOf } from "./messages/message";
import { withoutLinks } from "./messages/plain";

export const slack: Format = {
  label: "Slack",
  description: "A readable message for an incoming webhook of Slack, Mattermost or Rocket.Chat.",
  contentType: "application/json",
  needsSecret: false,
  isVerified: false,
  signature: null,
  body,
  headers: () => ({}),
};

/** The blocks are for Slack, which then shows the text in notifications alone; the others show the text. */
function body(delivery: DeliveryContent, appUrl: string): string {
  const { object, rest, facts, url } = messageOf(delivery, appUrl);
  const sentence = `<${url}|${escapeText(object)}>${escapeText(rest)}`;
  const lines = facts.map(({ label, value }) => `${escapeText(label)}: ${escapeText(value)}`);
  return JSON.stringify({
    text: [sentence, ...lines].join("\n"),
    blocks: [
      { type: "section", text: toMrkdwn(sentence) },
      ...(lines.length > 0 ? [{ type: "context", elements: lines.map(toMrkdwn) }] : []),
    ],
  });
}

/** Verbatim, so that Slack links no addresses and names by itself. */
function toMrkdwn(text: string) {
  return { type: "mrkdwn", text, verbatim: true };
}

/** Slack's own three characters; and an invisible space after whatever would begin bold, italic, struck or code text. */
function escapeText(text: string): string {
  return withoutLinks(text)
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll(/(?<![\p{L}\p{N}])[*_~`]/gu, "$&\u200b");
}
