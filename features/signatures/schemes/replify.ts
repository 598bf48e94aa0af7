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

/**
 * How the bytes begin that are signed with a time. Without the header they would be a body that is signed as well: a captured form, whose first
 * field they only give another name, could be sent again at any time.
 */
const SIGNED_TIME = /^\d{10,12}\./;

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
  read({ headers, body }) {
    const header = headers["x-replify-signature"];
    if (!header) return missing("X-Replify-Signature");
    const digest = digestOf(header, "sha256=", HEX_DIGEST);
    if (digest === null) return malformed("sha256= and 64 lower-case hex digits");
    const timestamp = headers["x-replify-timestamp"];
    if (timestamp === undefined) {
      if (SIGNED_TIME.test(body.toString("latin1", 0, 13))) return badTimestamp("X-Replify-Timestamp");
      return { prefix: "", signatures: [digest], timestamp: null };
    }
    if (!isUnixSeconds(timestamp)) return badTimestamp("X-Replify-Timestamp");
    return { prefix: `${timestamp}.`, signatures: [digest], timestamp: Number(timestamp) };
  },
  eventId: ({ headers }) => eventIdFrom(headers, "X-Replify-Delivery-Id"),
};
