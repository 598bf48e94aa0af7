import { ownValue } from "@/lib/own-path";
import { PONG, type Preset, THEIR_SECRET } from "./preset";

export const intercom: Preset = {
  description: "An app of Intercom signs with its client secret. X-Hub-Signature.",
  givesSecret: true,
  example: {
    payload: {
      type: "notification_event",
      app_id: "a86dr8yl",
      id: "notif_78c122d0-23ba-11e4-9464-79b01267cc2e",
      topic: "conversation.user.created",
      data: {
        type: "notification_event_data",
        item: {
          type: "conversation",
          id: "215468",
          source: {
            subject: "Printer on fire",
            body: "It smokes when I print.",
            author: { type: "user", name: "Dana Moreno", email: "dana@example.com" },
          },
        },
      },
    },
    mapping: {
      subject: "Intercom {{data.item.id}}: {{data.item.source.subject}}",
      body: "data.item.source.body",
      "customer.email": "data.item.source.author.email",
      "customer.name": "data.item.source.author.name",
    },
  },
  steps: [
    "In Intercom's Developer Hub open your app, and copy the client secret under Basic information.",
    `${THEIR_SECRET} Do this first: Intercom tries the URL at once.`,
    "Under Webhooks set the endpoint URL to the one above. The HEAD request and the ping by which Intercom tries it are answered, and make nothing.",
    "Add the topics that you want, and save.",
  ],
  handshake: (_, payload) => (ownValue(payload, "topic") === "ping" ? PONG : null),
};
