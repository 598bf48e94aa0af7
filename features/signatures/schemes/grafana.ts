import { hmacScheme } from "./hmac";
import type { Scheme } from "./scheme";

const TIMESTAMP = "X-Grafana-Alerting-Signature-Timestamp";
const SPEC = { label: "Grafana", header: "X-Grafana-Alerting-Signature", encoding: "hex" } as const;

const timed = hmacScheme({ ...SPEC, signs: "{timestamp}:{body}", timestampHeader: TIMESTAMP });
const untimed = hmacScheme({ ...SPEC, signs: "{body}" });

// https://grafana.com/docs/grafana/latest/alerting/configure-notifications/manage-contact-points/integrations/webhook-notifier/
// Whether it signs the time is a setting there.
export const grafana: Scheme = {
  ...timed,
  timestamp: "optional",
  read: (request) => (request.headers[TIMESTAMP.toLowerCase()] ? timed : untimed).read(request),
};
