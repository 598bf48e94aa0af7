"use client";

import { CodeBlock } from "@/components/code-block";
import { SecretReveal } from "@/components/secret-reveal";
import { Time } from "@/components/time";
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
      description={isRotated ? <RotatedNote rotated={created} /> : `“${created.name}” works from now on.`}
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

function RotatedNote({ rotated: { name, previousExpiresAt } }: { rotated: CreatedToken }) {
  if (previousExpiresAt === null) return `This is “${name}” from now on. The old token is refused.`;
  return (
    <>
      This is “{name}” from now on. The old token works until{" "}
      <Time value={previousExpiresAt} display="short" />.
    </>
  );
}
