import { hmacScheme } from "./hmac";
import { eventIdFrom } from "./scheme";

// https://developer.zendesk.com/documentation/webhooks/verifying/
export const zendesk = hmacScheme({
  label: "Zendesk",
  header: "X-Zendesk-Webhook-Signature",
  encoding: "base64",
  signs: "{timestamp}{body}",
  timestampHeader: "X-Zendesk-Webhook-Signature-Timestamp",
  timestampForm: "iso",
  eventId: ({ headers }) => eventIdFrom(headers, "X-Zendesk-Webhook-Invocation-Id"),
});
