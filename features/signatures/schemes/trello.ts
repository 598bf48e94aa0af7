import { hmacScheme } from "./hmac";
import { eventIdIn } from "./scheme";

// https://developer.atlassian.com/cloud/trello/guides/rest-api/webhooks/#webhook-signatures
export const trello = hmacScheme({
  label: "Trello",
  header: "X-Trello-Webhook",
  algorithm: "sha1",
  encoding: "base64",
  signs: "{body}{url}",
  eventId: ({ body }) => eventIdIn(body, "action.id"),
});
