import { OWN_SECRET, type Preset } from "./preset";

export const alertmanager: Preset = {
  description: "A receiver of Prometheus Alertmanager: our secret comes as bearer token. Authorization.",
  givesSecret: false,
  example: {
    payload: {
      version: "4",
      groupKey: '{}:{alertname="PrinterOnFire"}',
      truncatedAlerts: 0,
      status: "firing",
      receiver: "replify",
      groupLabels: { alertname: "PrinterOnFire" },
      commonLabels: { alertname: "PrinterOnFire", severity: "critical" },
      commonAnnotations: { summary: "The printer is on fire", description: "It smokes when it prints." },
      externalURL: "http://alertmanager.acme.example:9093",
      alerts: [
        {
          status: "firing",
          labels: { alertname: "PrinterOnFire", severity: "critical" },
          annotations: { summary: "The printer is on fire" },
          startsAt: "2026-11-02T08:15:30Z",
          endsAt: "0001-01-01T00:00:00Z",
          fingerprint: "c8f1b1b1b1b1b1b1",
        },
      ],
    },
    mapping: {
      subject: "{{commonLabels.alertname}}: {{commonAnnotations.summary}}",
      body: "commonAnnotations.description",
    },
  },
  steps: [
    "In alertmanager.yml add a receiver with webhook_configs, and the URL above as its url.",
    "Below it set http_config → authorization → credentials to the secret, or credentials_file to a file with it.",
    OWN_SECRET,
    "Route alerts to the receiver, and reload Alertmanager.",
  ],
};
