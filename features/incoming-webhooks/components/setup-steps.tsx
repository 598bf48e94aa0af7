import type { ReactNode } from "react";
import { KeyValues } from "@/components/key-values";
import { PRESETS } from "@/features/incoming-webhooks/presets/presets";
import type { IncomingWebhook } from "@/features/incoming-webhooks/schema";
import { schemeOf } from "@/features/signatures/schemes/schemes";
import { SignatureWarning } from "./signature-warning";

export function SetupSteps({ webhook }: { webhook: IncomingWebhook }) {
  const { url, signatureScheme, secretHint, warnings } = webhook;
  return (
    <div className="flex flex-col gap-3">
      <KeyValues
        items={[
          { label: "URL", value: url, copy: url, isMono: true },
          { label: "Sender", value: schemeOf(webhook).label },
          { label: "Secret", value: secretHint || "Shown once, when it was made", isMono: secretHint !== "" },
        ]}
      />
      <Numbered>
        {PRESETS[signatureScheme].steps.map((step) => (
          <li key={step}>{step}</li>
        ))}
      </Numbered>
      {warnings.map((text) => (
        <SignatureWarning key={text} text={text} />
      ))}
    </div>
  );
}

function Numbered({ children }: { children: ReactNode }) {
  return <ol className="flex max-w-prose list-decimal flex-col gap-1.5 pl-5 text-sm">{children}</ol>;
}
