import { hmacScheme } from "./hmac";

// https://woocommerce.github.io/woocommerce-rest-api-docs/#webhooks
export const woocommerce = hmacScheme({
  label: "WooCommerce",
  header: "X-WC-Webhook-Signature",
  encoding: "base64",
  signs: "{body}",
  idHeader: "X-WC-Webhook-Delivery-ID",
  sampleHeaders: { "X-WC-Webhook-Topic": "order.created" },
});
