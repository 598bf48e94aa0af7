import { hmacScheme } from "./hmac";

// https://developers.zoom.us/docs/api/webhooks/#verify-webhook-events
export const zoom = hmacScheme({
  label: "Zoom",
  header: "x-zm-signature",
  encoding: "hex",
  prefix: "v0=",
  signs: "v0:{timestamp}:{body}",
  timestampHeader: "x-zm-request-timestamp",
});
