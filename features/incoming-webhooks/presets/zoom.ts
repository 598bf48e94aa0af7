import { ownValue, readPath } from "@/lib/own-path";
import { type Preset, THEIR_SECRET } from "./preset";

export const zoom: Preset = {
  description: "Event subscriptions of a Zoom app, with the app's secret token. x-zm-signature.",
  givesSecret: true,
  example: {
    payload: {
      event: "meeting.ended",
      event_ts: 1_793_600_130_000,
      payload: {
        account_id: "AAAAAABBBB",
        object: {
          id: "1234567890",
          topic: "Printer on fire",
          host_id: "x1yCzABCDEfg23HiJKl4mN",
          duration: 60,
        },
      },
    },
    mapping: { subject: "{{event}}: {{payload.object.topic}}", body: "payload.object.id" },
  },
  steps: [
    "In the Zoom App Marketplace open Manage → your app, and copy the secret token of its event subscriptions.",
    `${THEIR_SECRET} Do this first: Zoom tries the URL at once, and again every three days.`,
    "Add an event subscription with the URL above, and press Validate: the challenge is answered by itself.",
  ],
  // https://developers.zoom.us/docs/api/webhooks/#validate-your-webhook-endpoint
  handshake(_, payload, sign) {
    const plainToken = readPath(ownValue(payload, "payload"), "plainToken");
    if (ownValue(payload, "event") !== "endpoint.url_validation" || typeof plainToken !== "string")
      return null;
    return { status: 200, body: { plainToken, encryptedToken: sign(plainToken) } };
  },
};
