import { badTimestamp, isUnixSeconds, malformed, missing, type Scheme } from "./scheme";

const BASE64_SIGNATURE = /^[A-Za-z0-9+/]{80,120}={0,2}$/;
const HEADER = "X-Twilio-Email-Event-Webhook-Signature";
const TIMESTAMP = "X-Twilio-Email-Event-Webhook-Timestamp";

// https://www.twilio.com/docs/sendgrid/for-developers/tracking-events/getting-started-event-webhook-security-features
export const sendgrid: Scheme = {
  label: "SendGrid",
  header: HEADER,
  key: "text",
  proof: "ecdsa",
  timestamp: "always",
  isOnlySenders: true,
  recipe: {
    prefix: "{timestamp}",
    encoding: "base64",
    headers: { [TIMESTAMP]: "{timestamp}", [HEADER]: "{signature}" },
  },
  read({ headers }) {
    const signature = headers[HEADER.toLowerCase()];
    if (!signature) return missing(HEADER);
    if (!BASE64_SIGNATURE.test(signature)) return malformed("an ECDSA signature in base64");
    const timestamp = headers[TIMESTAMP.toLowerCase()];
    if (!isUnixSeconds(timestamp)) return badTimestamp(TIMESTAMP);
    return { prefix: timestamp, signatures: [signature], timestamp: Number(timestamp) };
  },
  eventId: () => null,
};
