"use client";

import { OverlapNotice } from "@/components/overlap-notice";
import { Time } from "@/components/time";
import { useCan } from "@/features/auth/hooks";
import { useOverlap } from "@/features/rotation/hooks";
import { TOKEN_ROTATION } from "@/features/tokens/hooks";
import type { Token } from "@/features/tokens/schema";

export function OverlapBanner({ token }: { token: Token }) {
  const overlap = useOverlap(TOKEN_ROTATION, token.id);
  const mayWrite = useCan("tokens:write");
  const { previousExpiresAt, previousLastFour } = token;
  if (previousExpiresAt === null || token.status === "revoked" || token.status === "expired") return null;
  return (
    <OverlapNotice
      name={token.name}
      noun="token"
      endsAt={previousExpiresAt}
      consequence={
        <>
          The old token <OldUse token={token} /> Whatever still sends it is refused from its next call on.
        </>
      }
      refusal={mayWrite ? null : "Your role can't change it. An admin can."}
      {...overlap}
    >
      The old one, ending in <span className="font-mono text-xs">{previousLastFour}</span>,{" "}
      <OldUse token={token} />
    </OverlapNotice>
  );
}

function OldUse({ token: { previousLastUsedAt } }: { token: Token }) {
  if (previousLastUsedAt === null) return "was never used.";
  return (
    <>
      was last used <Time value={previousLastUsedAt} />.
    </>
  );
}
