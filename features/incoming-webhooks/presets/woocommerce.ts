import type { Preset } from "./preset";

export const woocommerce: Preset = {
  description: "A shop on WooCommerce: paste our secret into its webhook. X-WC-Webhook-Signature.",
  givesSecret: false,
  example: {
    headers: { "x-wc-webhook-topic": "order.created" },
    payload: {
      id: 727,
      number: "727",
      status: "processing",
      currency: "EUR",
      total: "42.00",
      customer_note: "Please leave it at the door.",
      billing: {
        first_name: "Dana",
        last_name: "Moreno",
        email: "dana@example.com",
        phone: "+34 600 000 000",
      },
      line_items: [{ name: "Toner", quantity: 2, total: "42.00" }],
    },
    mapping: {
      subject: "Order {{number}} is {{status}}",
      body: "{{total}} {{currency}}. {{customer_note}}",
      "customer.email": "billing.email",
      "customer.name": "{{billing.first_name}} {{billing.last_name}}",
      "customer.phone": "billing.phone",
    },
  },
  steps: [
    "In WordPress open WooCommerce → Settings → Advanced → Webhooks → Add webhook.",
    "Status: Active. Choose the topic, such as Order created. Delivery URL: the one above.",
    "Secret: the one that was shown when this webhook was made. If it is lost, rotate it.",
    "API version: WP REST API Integration v3. Save: the ping that WooCommerce sends then is not signed, is answered, and makes nothing.",
  ],
  isUnsignedPing: (body) => /^webhook_id=\d{1,20}$/.test(body),
};
