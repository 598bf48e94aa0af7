import { type Preset, THEIR_SECRET } from "./preset";

export const shopify: Preset = {
  description: "A shop's webhooks are signed with the secret shown below them. X-Shopify-Hmac-Sha256.",
  givesSecret: true,
  example: {
    headers: { "x-shopify-topic": "orders/create" },
    payload: {
      name: "#1001",
      email: "dana@example.com",
      note: "Please leave it at the door.",
      customer: { first_name: "Dana", last_name: "Moreno", phone: "+34 600 000 000" },
    },
    mapping: {
      subject: "Order {{name}}",
      body: "note",
      "customer.email": "email",
      "customer.name": "{{customer.first_name}} {{customer.last_name}}",
    },
  },
  steps: [
    "In the Shopify admin open Settings → Notifications → Webhooks and create one.",
    "Format: JSON. URL: the one above.",
    "Below the list Shopify shows what your webhooks are signed with: copy it.",
    THEIR_SECRET,
  ],
};
