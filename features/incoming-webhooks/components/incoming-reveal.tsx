"use client";

import type { ReactNode } from "react";
import { RotatedNote } from "@/components/rotated-note";
import { SecretReveal } from "@/components/secret-reveal";
import { curlSample } from "@/features/incoming-webhooks/samples";
import type { CreatedIncomingWebhook } from "@/features/incoming-webhooks/schema";
import { SCHEMES } from "@/features/signatures/schemes/schemes";

interface IncomingRevealProps {
  created: CreatedIncomingWebhook;
  /** After a rotation the secret before it may still work. */
  isRotated?: boolean;
  onClose(): void;
  children?: ReactNode;
}

/** URL, secret and a signed request that runs as pasted. */
export function IncomingReveal({ created, isRotated = false, onClose, children }: IncomingRevealProps) {
  const { url, secret, signatureScheme: scheme, action, mapping } = created;
  const sender = scheme === "replify" ? "the sender" : SCHEMES[scheme].label;
  return (
    <SecretReveal
      isOpen
      title={isRotated ? "Secret rotated" : "Incoming webhook created"}
      description={
        isRotated ? (
          <RotatedNote name={created.name} noun="secret" endsAt={created.previousSecretExpiresAt} />
        ) : (
          `“${created.name}” is ready. Give ${sender} its URL and the secret to sign with.`
        )
      }
      fields={[
        { label: "URL", value: url, envName: "WEBHOOK_URL", isSecret: false },
        { label: "Signing secret", value: secret, envName: "WEBHOOK_SECRET" },
        {
          label: "Signed request",
          hint: "Paste it into a terminal: it signs a sample with the secret and sends it.",
          value: curlSample({ url, scheme, action, secret, mapping }),
          isSecret: false,
        },
      ]}
      envFilename="replify-webhook.env"
      onClose={onClose}
    >
      {children}
    </SecretReveal>
  );
}
