import { hmacScheme } from "./hmac";
import { eventIdIn } from "./scheme";

// https://developer.pagerduty.com/docs/verifying-webhook-signatures
export const pagerduty = hmacScheme({
  label: "PagerDuty",
  header: "X-PagerDuty-Signature",
  encoding: "hex",
  prefix: "v1=",
  signs: "{body}",
  eventId: ({ body }) => eventIdIn(body, "event.id"),
});
