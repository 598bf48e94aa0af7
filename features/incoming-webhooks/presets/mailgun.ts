import { type Preset, THEIR_SECRET } from "./preset";

export const mailgun: Preset = {
  description:
    "Mail that a route of Mailgun forwards, or its events. Signed in the body, by your HTTP webhook key.",
  givesSecret: true,
  example: {
    payload: {
      timestamp: "1793600130",
      token: "e0b5477167110d68991efc6b9f89f0a11066af27834600e123",
      signature: "0".repeat(64),
      sender: "dana@example.com",
      from: "Dana Moreno <dana@example.com>",
      recipient: "help@acme.example",
      subject: "Printer on fire",
      "body-plain": "It smokes when I print.",
      "stripped-text": "It smokes when I print.",
    },
    mapping: {
      subject: "subject",
      body: "stripped-text",
      "customer.email": "sender",
      "customer.name": "from",
    },
  },
  steps: [
    "In Mailgun open Settings → API security, and copy the HTTP webhook signing key.",
    THEIR_SECRET,
    "Under Receive → Create route choose Forward, with the URL above. For events use Send → Webhooks instead.",
  ],
};
