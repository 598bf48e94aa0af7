"use client";

import { RotatedNote } from "@/components/rotated-note";
import { SecretReveal } from "@/components/secret-reveal";
import type { CreatedOAuthClient } from "@/features/oauth-clients/schema";

interface ClientRevealProps {
  client: CreatedOAuthClient;
  secret: string;
  /** After a rotation the secret before it may still work. */
  isRotated?: boolean;
  onClose(): void;
}

export function ClientReveal({ client, secret, isRotated = false, onClose }: ClientRevealProps) {
  return (
    <SecretReveal
      isOpen
      title={isRotated ? "Secret rotated" : "App created"}
      description={
        isRotated ? (
          <RotatedNote name={client.name} noun="secret" endsAt={client.previousSecretExpiresAt} />
        ) : (
          `“${client.name}” can be connected from now on.`
        )
      }
      fields={[
        { label: "Client id", value: client.clientId, envName: "REPLIFY_CLIENT_ID", isSecret: false },
        { label: "Client secret", value: secret, envName: "REPLIFY_CLIENT_SECRET" },
      ]}
      envFilename="replify-app.env"
      onClose={onClose}
    />
  );
}
