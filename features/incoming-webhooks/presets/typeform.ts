import type { Preset } from "./preset";

export const typeform: Preset = {
  description: "A form of Typeform: paste our secret into its webhook. Typeform-Signature.",
  givesSecret: false,
  example: {
    payload: {
      event_id: "LtWXD3crgy",
      event_type: "form_response",
      form_response: {
        form_id: "lT4Z3j",
        submitted_at: "2026-11-02T08:15:30Z",
        definition: { title: "Report a fault" },
        answers: [
          { type: "text", text: "The printer is on fire", field: { id: "DlXFaesGBpoF", type: "long_text" } },
          { type: "email", email: "dana@example.com", field: { id: "SMEUb7VJz92Q", type: "email" } },
        ],
      },
    },
    mapping: {
      subject: "form_response.definition.title",
      body: "form_response.answers.0.text",
      "customer.email": "form_response.answers.1.email",
    },
  },
  steps: [
    "Open the form, then Connect → Webhooks → Add a webhook, with the URL above.",
    "Edit the webhook and set its Secret: the one that was shown when this webhook was made. If it is lost, rotate it.",
    "Switch the webhook on. “Send test request” there makes a ticket like any answer.",
  ],
};
