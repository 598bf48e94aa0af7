import { OWN_SECRET, type Preset } from "./preset";

export const standardWebhooks: Preset = {
  description: "Anything that follows standardwebhooks.com, such as Svix or Clerk. webhook-signature.",
  givesSecret: false,
  example: null,
  steps: [
    "Add an endpoint with the URL above at the sender.",
    OWN_SECRET,
    "Leave the whsec_ in front: libraries of Standard Webhooks decode what stands behind it.",
  ],
};
