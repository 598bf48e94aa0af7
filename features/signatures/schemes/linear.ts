import { hmacScheme } from "./hmac";

// https://linear.app/developers/webhooks#securing-webhooks
export const linear = hmacScheme({
  label: "Linear",
  header: "Linear-Signature",
  encoding: "hex",
  signs: "{body}",
  idHeader: "Linear-Delivery",
  sampleHeaders: { "Linear-Event": "Issue" },
});
