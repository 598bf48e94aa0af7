"use client";

import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { toast } from "sonner";
import { ConfirmDialog } from "@/components/confirm-dialog";
import { ExtendOverlap } from "@/components/extend-overlap";
import { Countdown, Time } from "@/components/time";
import { Button } from "@/components/ui/button";
import { useCan } from "@/features/auth/hooks";
import {
  incomingStatsQuery,
  useEndIncomingOverlap,
  useExtendIncomingOverlap,
} from "@/features/incoming-webhooks/hooks";
import type { IncomingWebhook } from "@/features/incoming-webhooks/schema";
import { HOUR_MS } from "@/lib/time";
import { NO_WRITE_REASON } from "./incoming-links";

/** Unused for this long, an old secret is hardly needed any more. */
const SAFE_MS = 6 * HOUR_MS;

/** While two secrets are valid: until when, whether the old one is still needed, and the ways to end or extend it. */
export function OverlapBanner({ webhook, endsAt }: { webhook: IncomingWebhook; endsAt: string }) {
  const [isAsking, setIsAsking] = useState(false);
  const end = useEndIncomingOverlap(webhook.id);
  const extend = useExtendIncomingOverlap(webhook.id);
  const canWrite = useCan("incoming_webhooks:write");
  return (
    <section
      aria-label="Overlap"
      className="flex flex-col items-start gap-2 rounded-lg bg-info-soft px-4 py-3 text-sm"
    >
      <p>
        <strong className="font-medium">
          Two secrets valid until <Time value={endsAt} display="short" />
        </strong>{" "}
        (<Countdown to={endsAt} doneLabel="over" />
        ). <OldUse webhook={webhook} />
      </p>
      <div className="flex flex-wrap gap-2">
        <Button size="sm" disabled={!canWrite} onClick={() => setIsAsking(true)}>
          End overlap now
        </Button>
        <ExtendOverlap
          name={webhook.name}
          noun="secret"
          endsAt={endsAt}
          isDisabled={!canWrite}
          onExtend={async (overlapSeconds) => {
            await extend.mutateAsync(overlapSeconds);
            toast.success("Overlap extended");
          }}
        />
      </div>
      {!canWrite && <p className="text-muted-foreground">{NO_WRITE_REASON}</p>}
      <ConfirmDialog
        isOpen={isAsking}
        onOpenChange={setIsAsking}
        title={`End the overlap of “${webhook.name}”?`}
        description={
          <>
            <OldUse webhook={webhook} /> Requests signed with the old secret are refused from the next one on.
          </>
        }
        confirmLabel="End overlap"
        onConfirm={async () => {
          await end.mutateAsync();
          toast.success("Overlap ended: only the new secret works");
        }}
      />
    </section>
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
      {!isQuiet &&
        `, ${count.toLocaleString("en-GB")} ${count === 1 ? "request" : "requests"} in the last two hours.`}
    </>
  );
}
