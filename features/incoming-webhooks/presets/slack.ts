import { ownValue } from "@/lib/own-path";
import { type Preset, TAKEN_TEXT, THEIR_SECRET } from "./preset";

export const slack: Preset = {
  description: "A Slack app shows its signing secret under Basic information. X-Slack-Signature.",
  givesSecret: true,
  example: {
    payload: {
      type: "event_callback",
      event: { type: "message", user: "U024BE7LH", channel: "C2147483705", text: "The printer is on fire" },
    },
    mapping: {
      subject: "event.text",
      body: "<@{{event.user}}> in {{event.channel}}: {{event.text}}",
      "customer.externalId": "slack:{{event.user}}",
    },
  },
  steps: [
    "Open your app at api.slack.com/apps and copy the signing secret under Basic Information.",
    `${THEIR_SECRET} Do this first: Slack tries the URL at once.`,
    "Under Event Subscriptions switch events on and set the request URL to the one above. Slack's challenge is answered by itself.",
    "Subscribe to the events you want, and save.",
  ],
  // https://docs.slack.dev/reference/events/url_verification
  handshake(_, payload) {
    const challenge = ownValue(payload, "challenge");
    if (ownValue(payload, "type") !== "url_verification" || typeof challenge !== "string") return null;
    return { status: 200, body: { challenge } };
  },
  // Commands and shortcuts show the answer to whoever used them; what Slack only tells wants no words.
  // https://docs.slack.dev/interactivity/implementing-slash-commands
  reply: (payload) =>
    ownValue(payload, "response_url") === undefined
      ? null
      : { status: 200, body: { response_type: "ephemeral", text: TAKEN_TEXT } },
};
