import { type Preset, THEIR_SECRET } from "./preset";

export const hubspot: Preset = {
  description: "An app of HubSpot signs with its client secret (v3). X-HubSpot-Signature-v3.",
  givesSecret: true,
  example: {
    payload: [
      {
        eventId: 3_816_279_340,
        subscriptionId: 25,
        portalId: 33,
        appId: 1_160_452,
        occurredAt: 1_793_600_130_000,
        subscriptionType: "ticket.creation",
        attemptNumber: 0,
        objectId: 1_246_965,
        changeSource: "CRM_UI",
      },
    ],
    mapping: { subject: "0.subscriptionType", body: "0.objectId" },
  },
  steps: [
    "In your HubSpot developer account open the app, and copy the client secret on its Auth page.",
    THEIR_SECRET,
    "Under Webhooks set the target URL to the one above, and add the subscriptions that you want.",
    "HubSpot signs the address, too: APP_URL of this Replify has to be the address that HubSpot calls.",
  ],
};
