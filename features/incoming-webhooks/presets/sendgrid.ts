import { type Preset, THEIR_SECRET } from "./preset";

export const sendgrid: Preset = {
  description: "Mail that SendGrid's Inbound Parse posts, or its events. Checked by the public key it shows.",
  givesSecret: true,
  example: {
    payload: {
      to: "help@acme.example",
      from: "Dana Moreno <dana@example.com>",
      subject: "Printer on fire",
      text: "It smokes when I print.",
      envelope: '{"to":["help@acme.example"],"from":"dana@example.com"}',
      attachments: "0",
      sender_ip: "203.0.113.7",
    },
    mapping: { subject: "subject", body: "text", "customer.name": "from" },
  },
  steps: [
    "For mail: Settings → Inbound Parse → Add Host & URL, with the URL above, and a security policy that signs. For events: Settings → Mail Settings → Event Webhooks, and switch the signed event webhook on.",
    "Copy the verification key (a public key) that SendGrid shows.",
    THEIR_SECRET,
  ],
};
