"use client";

import { CodeBlock } from "@/components/code-block";
import { SecretReveal } from "@/components/secret-reveal";
import type { CreatedToken } from "@/features/tokens/schema";

interface TokenRevealProps {
  created: CreatedToken;
  apiOrigin: string;
  onClose(): void;
}

export function TokenReveal({ created, apiOrigin, onClose }: TokenRevealProps) {
  return (
    <SecretReveal
      isOpen
      title="Token created"
      description={`“${created.name}” works from now on.`}
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
