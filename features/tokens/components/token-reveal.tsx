"use client";

import { CodeBlock } from "@/components/code-block";
import { RotatedNote } from "@/components/rotated-note";
import { SecretReveal } from "@/components/secret-reveal";
import type { CreatedToken } from "@/features/tokens/schema";

interface TokenRevealProps {
  created: CreatedToken;
  apiOrigin: string;
  /** After a rotation the one before it may still work. */
  isRotated?: boolean;
  onClose(): void;
}

export function TokenReveal({ created, apiOrigin, isRotated = false, onClose }: TokenRevealProps) {
  return (
    <SecretReveal
      isOpen
      title={isRotated ? "Token rotated" : "Token created"}
      description={
        isRotated ? (
          <RotatedNote name={created.name} noun="token" endsAt={created.previousExpiresAt} />
        ) : (
          `“${created.name}” works from now on.`
        )
      }
      fields={[{ label: "Token", value: created.token, envName: "REPLIFY_TOKEN" }]}
      envFilename="replify.env"
      onClose={onClose}
    >
      <CodeBlock
        title="Try it"
        code={`curl -H "Authorization: Bearer ${created.token}" ${apiOrigin}/api/v1/me`}
        isWrapped
      />
    </SecretReveal>
  );
}
