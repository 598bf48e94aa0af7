import {
  badTimestamp,
  digestOf,
  eventIdFrom,
  HEX_DIGEST,
  isUnixSeconds,
  malformed,
  missing,
  type Scheme,
} from "./scheme";

export const replify: Scheme = {
  label: "Replify",
  header: "X-Replify-Signature",
  key: "text",
  timestamp: "optional",
  recipe: {
    prefix: "{timestamp}.",
    encoding: "hex",
    headers: { "X-Replify-Timestamp": "{timestamp}", "X-Replify-Signature": "sha256={signature}" },
  },
  read({ headers }) {
    const header = headers["x-replify-signature"];
    if (!header) return missing("X-Replify-Signature");
    const digest = digestOf(header, "sha256=", HEX_DIGEST);
    if (digest === null) return malformed("sha256= and 64 lower-case hex digits");
    const timestamp = headers["x-replify-timestamp"];
    if (timestamp === undefined) return { prefix: "", signatures: [digest], timestamp: null };
    if (!isUnixSeconds(timestamp)) return badTimestamp("X-Replify-Timestamp");
    return { prefix: `${timestamp}.`, signatures: [digest], timestamp: Number(timestamp) };
  },
  eventId: ({ headers }) => eventIdFrom(headers, "X-Replify-Delivery-Id"),
};
