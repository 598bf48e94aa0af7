import { type Preset, THEIR_SECRET } from "./preset";

export const twilio: Preset = {
  description: "Messages and calls of Twilio are signed with your auth token. X-Twilio-Signature.",
  givesSecret: true,
  example: {
    payload: {
      MessageSid: "SM00000000000000000000000000000000",
      AccountSid: "AC00000000000000000000000000000000",
      From: "+34600000000",
      To: "+34911000000",
      Body: "The printer is on fire",
      NumMedia: "0",
      FromCountry: "ES",
    },
    mapping: { subject: "Message from {{From}}", body: "Body", "customer.phone": "From" },
  },
  steps: [
    "In the Twilio Console copy the auth token of the account, or of the subaccount, that sends.",
    THEIR_SECRET,
    "Open the phone number or the messaging service, and under “A message comes in” set Webhook, the URL above and HTTP POST.",
    "Twilio signs the address, too: APP_URL of this Replify has to be the address that Twilio calls.",
  ],
  // It would take JSON for a broken answer, and nothing for nothing to say.
  reply: () => ({ status: 204, body: {} }),
};
