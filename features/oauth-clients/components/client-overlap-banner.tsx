"use client";

import { OverlapNotice } from "@/components/overlap-notice";
import { Time } from "@/components/time";
import { useCan } from "@/features/auth/hooks";
import { CLIENT_ROTATION, NO_WRITE_REASON } from "@/features/oauth-clients/hooks";
import type { OAuthClient } from "@/features/oauth-clients/schema";
import { useOverlap } from "@/features/rotation/hooks";

export function ClientOverlapBanner({ client }: { client: OAuthClient }) {
  const overlap = useOverlap(CLIENT_ROTATION, client.id);
  const canWrite = useCan("oauth_clients:write");
  const { previousSecretExpiresAt, previousSecretLastFour } = client;
  if (previousSecretExpiresAt === null) return null;
  return (
    <OverlapNotice
      name={client.name}
      noun="secret"
      endsAt={previousSecretExpiresAt}
      consequence={
        <>
          The old secret <OldUse client={client} /> With it the app gets no token from the next call on.
        </>
      }
      refusal={canWrite ? null : NO_WRITE_REASON}
      {...overlap}
    >
      The old one, ending in <span className="font-mono text-xs">{previousSecretLastFour}</span>,{" "}
      <OldUse client={client} />
    </OverlapNotice>
  );
}

function OldUse({ client: { previousSecretLastUsedAt } }: { client: OAuthClient }) {
  if (previousSecretLastUsedAt === null) return "was never used.";
  return (
    <>
      was last used <Time value={previousSecretLastUsedAt} />.
    </>
  );
}
