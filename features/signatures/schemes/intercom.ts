import { hmacScheme } from "./hmac";
import { eventIdIn } from "./scheme";

// https://developers.intercom.com/docs/webhooks/setting-up-webhooks
export const intercom = hmacScheme({
  label: "Intercom",
  header: "X-Hub-Signature",
  algorithm: "sha1",
  encoding: "hex",
  prefix: "sha1=",
  signs: "{body}",
  eventId: ({ body }) => eventIdIn(body, "id"),
});
