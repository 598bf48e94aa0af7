import { type Preset, THEIR_SECRET } from "./preset";

export const stripe: Preset = {
  description: "Stripe shows the secret (whsec_…) beside the endpoint you add there. Stripe-Signature.",
  givesSecret: true,
  example: {
    payload: {
      type: "charge.failed",
      data: {
        object: {
          amount: 4200,
          currency: "eur",
          failure_message: "Your card has insufficient funds.",
          billing_details: { email: "dana@example.com", name: "Dana Moreno" },
        },
      },
    },
    mapping: {
      subject: "Stripe: {{type}}",
      body: "data.object.failure_message",
      "customer.email": "data.object.billing_details.email",
      "customer.name": "data.object.billing_details.name",
    },
  },
  steps: [
    "In the Stripe Dashboard open Developers → Webhooks and add an endpoint with the URL above.",
    "Choose the events you want, and save.",
    "Reveal the endpoint's signing secret, which begins with whsec_.",
    THEIR_SECRET,
  ],
};
