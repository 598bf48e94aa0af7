import {
  badTimestamp,
  digestsOf,
  eventIdIn,
  HEX_DIGEST,
  isUnixSeconds,
  malformed,
  missing,
  type Scheme,
} from "./scheme";

// https://docs.stripe.com/webhooks/signature
export const stripe: Scheme = {
  label: "Stripe",
  header: "Stripe-Signature",
  key: "text",
  timestamp: "always",
  recipe: {
    prefix: "{timestamp}.",
    encoding: "hex",
    headers: { "Stripe-Signature": "t={timestamp},v1={signature}" },
  },
  read({ headers }) {
    const header = headers["stripe-signature"];
    if (!header) return missing("Stripe-Signature");
    const parts = header.split(",").map((part) => part.trim());
    const [timestamp, second] = parts.filter((part) => part.startsWith("t=")).map((part) => part.slice(2));
    if (!isUnixSeconds(timestamp) || second !== undefined) return badTimestamp("t= in Stripe-Signature");
    const signatures = digestsOf(parts, "v1=", HEX_DIGEST);
    if (!signatures) return malformed("t=…,v1=…");
    return { prefix: `${timestamp}.`, signatures, timestamp: Number(timestamp) };
  },
  eventId: ({ body }) => eventIdIn(body, "id"),
};
