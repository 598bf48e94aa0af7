import type { ReactNode } from "react";
import { KeyValues } from "@/components/key-values";
import type { SignatureScheme } from "@/db/enums";
import type { IncomingWebhook } from "@/features/incoming-webhooks/schema";
import { SCHEMES } from "@/features/signatures/schemes/schemes";

const OWN_SECRET = "Paste the secret that was shown when this webhook was made. If it is lost, rotate it.";
const THEIR_SECRET = "Give it to this webhook: rotate the secret, and paste the sender's as your own.";

/** Where at the sender the address and the secret belong. */
const STEPS: Record<SignatureScheme, string[]> = {
  replify: [
    "Send JSON by POST to the URL above.",
    "Sign the current Unix seconds, a dot and the body with HMAC-SHA256 and the secret.",
    "Send the seconds as X-Replify-Timestamp and sha256= with the digest in hex as X-Replify-Signature.",
    "Add an Idempotency-Key, the same for each retry, so that a repeat does nothing twice.",
  ],
  standard_webhooks: [
    "Add an endpoint with the URL above at the sender.",
    OWN_SECRET,
    "Leave the whsec_ in front: libraries of Standard Webhooks decode what stands behind it.",
  ],
  github: [
    "In the repository or organization open Settings → Webhooks → Add webhook.",
    "Payload URL: the URL above. Content type: application/json.",
    `Secret: ${OWN_SECRET.charAt(0).toLowerCase()}${OWN_SECRET.slice(1)}`,
    "Choose the events, such as Issues, and save. GitHub's ping is answered and makes nothing.",
  ],
  stripe: [
    "In the Stripe Dashboard open Developers → Webhooks and add an endpoint with the URL above.",
    "Choose the events that shall come, and save.",
    "Reveal the endpoint's signing secret, which begins with whsec_.",
    THEIR_SECRET,
  ],
  slack: [
    "Open your app at api.slack.com/apps and copy the signing secret under Basic Information.",
    `${THEIR_SECRET} Do this first: Slack tries the URL at once.`,
    "Under Event Subscriptions switch events on and set the request URL to the one above. Slack's challenge is answered by itself.",
    "Subscribe to the events that shall come, and save.",
  ],
  shopify: [
    "In the Shopify admin open Settings → Notifications → Webhooks and create one.",
    "Format: JSON. URL: the one above.",
    "Below the list Shopify shows what your webhooks are signed with: copy it.",
    THEIR_SECRET,
  ],
};

export function SetupSteps({ webhook }: { webhook: IncomingWebhook }) {
  const { url, signatureScheme, secretHint } = webhook;
  return (
    <div className="flex flex-col gap-3">
      <KeyValues
        items={[
          { label: "URL", value: url, copy: url, isMono: true },
          { label: "Sender", value: SCHEMES[signatureScheme].label },
          { label: "Secret", value: secretHint || "Shown once, when it was made", isMono: secretHint !== "" },
        ]}
      />
      <Numbered>
        {STEPS[signatureScheme].map((step) => (
          <li key={step}>{step}</li>
        ))}
      </Numbered>
    </div>
  );
}

function Numbered({ children }: { children: ReactNode }) {
  return <ol className="flex max-w-prose list-decimal flex-col gap-1.5 pl-5 text-sm">{children}</ol>;
}
