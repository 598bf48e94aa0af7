import { hmacScheme } from "./hmac";
import { eventIdIn } from "./scheme";

// https://www.typeform.com/developers/webhooks/secure-your-webhooks/
export const typeform = hmacScheme({
  label: "Typeform",
  header: "Typeform-Signature",
  encoding: "base64",
  prefix: "sha256=",
  signs: "{body}",
  eventId: ({ body }) => eventIdIn(body, "event_id"),
});
