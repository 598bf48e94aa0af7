import { type Preset, THEIR_SECRET } from "./preset";

export const linear: Preset = {
  description: "A webhook of Linear shows its signing secret. Linear-Signature.",
  givesSecret: true,
  example: {
    payload: {
      action: "create",
      type: "Issue",
      actor: { name: "Dana Moreno", email: "dana@example.com", type: "user" },
      data: {
        id: "2174add1-f7c8-44e3-bbf3-2d60b5ea8bc9",
        identifier: "ENG-7",
        title: "Printer on fire",
        description: "It smokes when I print.",
        priority: 2,
        labels: [{ name: "bug" }],
      },
      url: "https://linear.app/acme/issue/ENG-7/printer-on-fire",
      webhookTimestamp: 1_793_600_130_000,
    },
    mapping: {
      subject: "{{data.identifier}}: {{data.title}}",
      body: "{{data.description}} ({{url}})",
      "customer.email": "actor.email",
      "customer.name": "actor.name",
    },
  },
  steps: [
    "In Linear open Settings → API → Webhooks → New webhook.",
    "URL: the one above. Choose the data changes, such as Issues, and create it.",
    "Copy the signing secret from the webhook's page.",
    THEIR_SECRET,
  ],
};
