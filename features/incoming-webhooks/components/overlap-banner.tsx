"use client";

import { useQuery } from "@tanstack/react-query";
import { OverlapNotice } from "@/components/overlap-notice";
import { Time } from "@/components/time";
import { useCan } from "@/features/auth/hooks";
import { INCOMING_ROTATION, incomingStatsQuery, NO_WRITE_REASON } from "@/features/incoming-webhooks/hooks";
import type { IncomingWebhook } from "@/features/incoming-webhooks/schema";
import { useOverlap } from "@/features/rotation/hooks";
import { counted } from "@/lib/format-number";
import { HOUR_MS } from "@/lib/time";

/** Unused for this long, an old secret is hardly needed any more. */
const SAFE_MS = 6 * HOUR_MS;

export function OverlapBanner({ webhook, endsAt }: { webhook: IncomingWebhook; endsAt: string }) {
  const overlap = useOverlap(INCOMING_ROTATION, webhook.id);
  const canWrite = useCan("incoming_webhooks:write");
  return (
    <OverlapNotice
      name={webhook.name}
      noun="secret"
      endsAt={endsAt}
      consequence={
        <>
          <OldUse webhook={webhook} /> Requests signed with the old secret are refused from the next one on.
        </>
      }
      refusal={canWrite ? null : NO_WRITE_REASON}
      {...overlap}
    >
      <OldUse webhook={webhook} />
    </OverlapNotice>
  );
}

function OldUse({ webhook: { id, previousSecretLastUsedAt } }: { webhook: IncomingWebhook }) {
  const stats = useQuery(incomingStatsQuery(id));
  if (previousSecretLastUsedAt === null) return "The old secret was never used: safe to end.";
  const isQuiet = Date.now() - new Date(previousSecretLastUsedAt).getTime() > SAFE_MS;
  const count = stats.data?.onPreviousSecret ?? 0;
  return (
    <>
      Old secret last used <Time value={previousSecretLastUsedAt} />
      {isQuiet && <span className="text-success">: safe to end.</span>}
      {!isQuiet && `, ${counted(count, "request")} in the last two hours.`}
    </>
  );
}
