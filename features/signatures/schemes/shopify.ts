import { BASE64_DIGEST, digestOf, eventIdFrom, malformed, missing, type Scheme } from "./scheme";

// https://shopify.dev/docs/apps/build/webhooks/subscribe/https
export const shopify: Scheme = {
  label: "Shopify",
  header: "X-Shopify-Hmac-Sha256",
  key: "text",
  timestamp: "never",
  recipe: {
    prefix: "",
    encoding: "base64",
    headers: { "X-Shopify-Webhook-Id": "{id}", "X-Shopify-Hmac-Sha256": "{signature}" },
  },
  read({ headers }) {
    const header = headers["x-shopify-hmac-sha256"];
    if (!header) return missing("X-Shopify-Hmac-Sha256");
    const digest = digestOf(header, "", BASE64_DIGEST);
    if (digest === null) return malformed("a base64 digest");
    return { prefix: "", signatures: [digest], timestamp: null };
  },
  // One act of a merchant may be told under several topics, all with one id.
  eventId({ headers }) {
    const event = eventIdFrom(headers, "X-Shopify-Event-Id");
    const topic = headers["x-shopify-topic"] ?? "";
    return event
      ? { ...event, value: `${topic}|${event.value}` }
      : eventIdFrom(headers, "X-Shopify-Webhook-Id");
  },
};
