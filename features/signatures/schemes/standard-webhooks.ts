import {
  BASE64_DIGEST,
  badTimestamp,
  digestsOf,
  eventIdFrom,
  isUnixSeconds,
  malformed,
  missing,
  type Scheme,
} from "./scheme";

// https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
export const standardWebhooks: Scheme = {
  label: "Standard Webhooks",
  header: "webhook-signature",
  key: "decoded",
  timestamp: "always",
  recipe: {
    prefix: "{id}.{timestamp}.",
    encoding: "base64",
    headers: {
      "webhook-id": "{id}",
      "webhook-timestamp": "{timestamp}",
      "webhook-signature": "v1,{signature}",
    },
  },
  read({ headers }) {
    const { "webhook-id": id, "webhook-timestamp": timestamp, "webhook-signature": header } = headers;
    if (!header) return missing("webhook-signature");
    if (!id) return malformed("a webhook-id header beside the signature");
    if (!isUnixSeconds(timestamp)) return badTimestamp("webhook-timestamp");
    const signatures = digestsOf(header.split(" "), "v1,", BASE64_DIGEST);
    if (!signatures) return malformed("v1, and a base64 digest, several separated by spaces");
    return { prefix: `${id}.${timestamp}.`, signatures, timestamp: Number(timestamp) };
  },
  eventId: ({ headers }) => eventIdFrom(headers, "webhook-id"),
};
