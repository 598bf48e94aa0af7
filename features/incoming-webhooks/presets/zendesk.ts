import { type Preset, THEIR_SECRET } from "./preset";

export const zendesk: Preset = {
  description: "A webhook of Zendesk shows its signing secret. X-Zendesk-Webhook-Signature.",
  givesSecret: true,
  example: {
    payload: {
      account_id: 12_514_403,
      id: "2b24ef10-19db-40e6-b5c8-2ad0e4e1e2c5",
      type: "zen:event-type:ticket.created",
      subject: "zen:ticket:5158",
      time: "2026-11-02T08:15:30Z",
      zendesk_event_version: "2022-11-06",
      event: {},
      detail: {
        id: "5158",
        subject: "Printer on fire",
        description: "It smokes when I print.",
        priority: "HIGH",
        status: "NEW",
        requester_id: "8447388090494",
      },
    },
    mapping: {
      subject: "Zendesk {{detail.id}}: {{detail.subject}}",
      body: "detail.description",
      "customer.externalId": "zendesk:{{detail.requester_id}}",
    },
  },
  steps: [
    "In Zendesk's Admin Center open Apps and integrations → Webhooks → Create webhook.",
    "Choose Zendesk events, or a trigger whose body you write as JSON. Endpoint URL: the one above. Method: POST. Format: JSON.",
    "After it is made, open it and reveal its signing secret.",
    THEIR_SECRET,
  ],
};
