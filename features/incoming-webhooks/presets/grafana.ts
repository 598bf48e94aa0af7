import type { Preset } from "./preset";

export const grafana: Preset = {
  description:
    "A contact point of Grafana (12 or later) with our secret for HMAC. X-Grafana-Alerting-Signature.",
  givesSecret: false,
  example: {
    payload: {
      receiver: "Replify",
      status: "firing",
      orgId: 1,
      title: "[FIRING:1] Printer on fire",
      state: "alerting",
      message: "It smokes when it prints.",
      groupKey: '{}:{alertname="Printer on fire"}',
      commonLabels: { alertname: "Printer on fire", severity: "critical" },
      commonAnnotations: { summary: "The printer is on fire" },
      externalURL: "https://grafana.acme.example/",
      alerts: [
        {
          status: "firing",
          labels: { alertname: "Printer on fire", severity: "critical" },
          startsAt: "2026-11-02T08:15:30Z",
          fingerprint: "57c6d9296de2ad39",
        },
      ],
    },
    mapping: { subject: "title", body: "message" },
  },
  steps: [
    "In Grafana open Alerting → Contact points → Add contact point. Integration: Webhook. URL: the one above. HTTP method: POST.",
    "Under HMAC signature set Secret: the one that was shown when this webhook was made. If it is lost, rotate it.",
    "Leave Header empty, and set Timestamp header to X-Grafana-Alerting-Signature-Timestamp: then the time is signed, too.",
    "Grafana before 12 has no HMAC: choose “Another system” here with a bearer token, and set Authorization header there.",
  ],
};
