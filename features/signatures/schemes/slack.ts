import {
  badTimestamp,
  digestOf,
  eventIdIn,
  HEX_DIGEST,
  isUnixSeconds,
  malformed,
  missing,
  type Scheme,
} from "./scheme";

// https://docs.slack.dev/authentication/verifying-requests-from-slack
export const slack: Scheme = {
  label: "Slack",
  header: "X-Slack-Signature",
  key: "text",
  timestamp: "always",
  recipe: {
    prefix: "v0:{timestamp}:",
    encoding: "hex",
    headers: { "X-Slack-Request-Timestamp": "{timestamp}", "X-Slack-Signature": "v0={signature}" },
  },
  read({ headers }) {
    const header = headers["x-slack-signature"];
    if (!header) return missing("X-Slack-Signature");
    const digest = digestOf(header, "v0=", HEX_DIGEST);
    if (digest === null) return malformed("v0= and 64 lower-case hex digits");
    const timestamp = headers["x-slack-request-timestamp"];
    if (!isUnixSeconds(timestamp)) return badTimestamp("X-Slack-Request-Timestamp");
    return { prefix: `v0:${timestamp}:`, signatures: [digest], timestamp: Number(timestamp) };
  },
  eventId: ({ body }) => eventIdIn(body, "event_id"),
};
