import { ownValue, readPath } from "@/lib/own-path";
import { PONG, type Preset, THEIR_SECRET } from "./preset";

export const pagerduty: Preset = {
  description: "A webhook subscription (v3) of PagerDuty shows its secret once. X-PagerDuty-Signature.",
  givesSecret: true,
  example: {
    payload: {
      event: {
        id: "01DF0R5GJ2FYEV1RT4KVZFUHF7",
        event_type: "incident.triggered",
        resource_type: "incident",
        occurred_at: "2026-11-02T08:15:30.000Z",
        agent: { summary: "Dana Moreno", type: "user_reference" },
        data: {
          id: "PGR0VU2",
          number: 2,
          status: "triggered",
          title: "Printer on fire",
          urgency: "high",
          html_url: "https://acme.pagerduty.com/incidents/PGR0VU2",
          service: { summary: "Printers" },
        },
      },
    },
    mapping: {
      subject: "{{event.data.service.summary}}: {{event.data.title}}",
      body: "Incident {{event.data.number}} ({{event.data.html_url}})",
    },
  },
  steps: [
    "In PagerDuty open Integrations → Generic Webhooks (v3) → New Webhook.",
    "Webhook URL: the one above. Choose the scope and the events, and add it.",
    "PagerDuty shows the secret of the subscription once: copy it.",
    THEIR_SECRET,
    "“Send Test” there is answered and makes nothing.",
  ],
  handshake: (_, payload) =>
    readPath(ownValue(payload, "event"), "event_type") === "pagey.ping" ? PONG : null,
};
