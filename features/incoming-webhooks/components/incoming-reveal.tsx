"use client";

import type { ReactNode } from "react";
import { RotatedNote } from "@/components/rotated-note";
import { SecretReveal } from "@/components/secret-reveal";
import { curlSample } from "@/features/incoming-webhooks/sample-curl";
import type { CreatedIncomingWebhook } from "@/features/incoming-webhooks/schema";
import { senderLabel } from "@/features/incoming-webhooks/sender-label";
import { schemeOf } from "@/features/signatures/schemes/schemes";

import { SignatureWarning } from "./signature-warning";

interface IncomingRevealProps {
  created: CreatedIncomingWebhook;
  /** After a rotation the secret before it may still work. */
  isRotated?: boolean;
  onClose(): void;
  children?: ReactNode;
}

/** URL, secret and a signed request that runs as pasted. */
export function IncomingReveal({ created, isRotated = false, onClose, children }: IncomingRevealProps) {
  const { url, secret, signatureScheme: scheme, signature, action, mapping, warnings } = created;
  const { isOnlySenders, proof } = schemeOf(created);
  const isPublicKey = proof === "ed25519" || proof === "ecdsa";
  const sender = scheme === "replify" || scheme === "generic" ? "the sender" : senderLabel(scheme);
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
        {
          label: isPublicKey ? "Public key" : "Signing secret",
          value: secret,
          envName: "WEBHOOK_SECRET",
        },
        ...(isOnlySenders
          ? []
          : [
              {
                label: "Signed request",
                hint: "Paste it into a terminal: it signs a sample with the secret and sends it.",
                value: curlSample({ url, scheme, signature, action, secret, mapping }),
                isSecret: false,
              },
            ]),
      ]}
      envFilename="replify-webhook.env"
      onClose={onClose}
    >
      {warnings.map((text) => (
        <SignatureWarning key={text} text={text} />
      ))}
      {children}
    </SecretReveal>
  );
}
