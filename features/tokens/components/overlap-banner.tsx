"use client";

import { useState } from "react";
import { toast } from "sonner";
import { ConfirmDialog } from "@/components/confirm-dialog";
import { ExtendOverlap } from "@/components/extend-overlap";
import { Countdown, Time } from "@/components/time";
import { Button } from "@/components/ui/button";
import { useCan } from "@/features/auth/hooks";
import { useEndTokenOverlap, useExtendTokenOverlap } from "@/features/tokens/hooks";
import type { Token } from "@/features/tokens/schema";

/** While two tokens are valid: until when, whether the old one is still needed, and the ways to end or extend it. */
export function OverlapBanner({ token }: { token: Token }) {
  const [isAsking, setIsAsking] = useState(false);
  const end = useEndTokenOverlap();
  const extend = useExtendTokenOverlap();
  const mayWrite = useCan("tokens:write");
  const { previousExpiresAt, previousLastFour } = token;
  if (previousExpiresAt === null || token.status === "revoked" || token.status === "expired") return null;

  async function confirm() {
    await end.mutateAsync(token.id);
    toast.success("Overlap ended: only the new token works");
  }

  return (
    <section
      aria-label="Overlap"
      className="flex flex-col items-start gap-2 rounded-lg bg-info-soft px-4 py-3 text-sm"
    >
      <p>
        <strong className="font-medium">
          Two tokens valid until <Time value={previousExpiresAt} display="short" />
        </strong>{" "}
        (<Countdown to={previousExpiresAt} doneLabel="over" />
        ). The old one, ending in <span className="font-mono text-xs">{previousLastFour}</span>,{" "}
        <OldUse token={token} />
      </p>
      <div className="flex flex-wrap gap-2">
        <Button size="sm" disabled={!mayWrite} onClick={() => setIsAsking(true)}>
          End overlap now
        </Button>
        <ExtendOverlap
          name={token.name}
          noun="token"
          endsAt={previousExpiresAt}
          isDisabled={!mayWrite}
          onExtend={async (overlapSeconds) => {
            await extend.mutateAsync({ id: token.id, overlapSeconds });
            toast.success("Overlap extended");
          }}
        />
      </div>
      {!mayWrite && <p className="text-muted-foreground">Your role can't change it. An admin can.</p>}
      <ConfirmDialog
        isOpen={isAsking}
        onOpenChange={setIsAsking}
        title={`End the overlap of “${token.name}”?`}
        description={
          <>
            The old token <OldUse token={token} /> Whatever still sends it is refused from its next call on.
          </>
        }
        confirmLabel="End overlap"
        onConfirm={confirm}
      />
    </section>
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
