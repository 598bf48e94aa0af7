import { badTimestamp, eventIdIn, isUnixSeconds, malformed, missing, type Scheme } from "./scheme";

const HEX_SIGNATURE = /^[0-9a-f]{128}$/;

// https://docs.discord.com/developers/interactions/overview#setting-up-an-endpoint-validating-security-request-headers
export const discord: Scheme = {
  label: "Discord",
  header: "X-Signature-Ed25519",
  key: "text",
  proof: "ed25519",
  timestamp: "always",
  isOnlySenders: true,
  recipe: {
    prefix: "{timestamp}",
    encoding: "hex",
    headers: { "X-Signature-Timestamp": "{timestamp}", "X-Signature-Ed25519": "{signature}" },
  },
  read({ headers }) {
    const signature = headers["x-signature-ed25519"];
    if (!signature) return missing("X-Signature-Ed25519");
    if (!HEX_SIGNATURE.test(signature)) return malformed("128 lower-case hex digits");
    const timestamp = headers["x-signature-timestamp"];
    if (!isUnixSeconds(timestamp)) return badTimestamp("X-Signature-Timestamp");
    return { prefix: timestamp, signatures: [signature], timestamp: Number(timestamp) };
  },
  eventId: ({ body }) => eventIdIn(body, "id"),
};
