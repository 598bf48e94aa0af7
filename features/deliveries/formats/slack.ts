import type { DeliveryContent, Format } from "./format";
import { messageOf } from "./message";

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

function body(delivery: DeliveryContent, appUrl: string): string {
  const { before, object, after, url } = messageOf(delivery, appUrl);
  const text = `${plain(before)}<${url}|${plain(object)}>${plain(after)}`.slice(0, 3000);
  return JSON.stringify({
    text,
    blocks: [{ type: "section", text: { type: "mrkdwn", text, verbatim: true } }],
  });
}

function plain(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
