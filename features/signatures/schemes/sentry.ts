import { hmacScheme } from "./hmac";

// https://docs.sentry.io/organization/integrations/integration-platform/webhooks/
export const sentry = hmacScheme({
  label: "Sentry",
  header: "Sentry-Hook-Signature",
  encoding: "hex",
  signs: "{body}",
  idHeader: "Request-ID",
  sampleHeaders: { "Sentry-Hook-Resource": "issue" },
});
