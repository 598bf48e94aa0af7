"use client";

import { TriangleAlert } from "lucide-react";
import { useState } from "react";
import { ConfirmDialog } from "@/components/confirm-dialog";
import { Button } from "@/components/ui/button";
import { Spinner } from "@/components/ui/spinner";
import { useCan } from "@/features/auth/hooks";
import { NO_WRITE_REASON } from "@/features/incoming-webhooks/hooks";
import type { IncomingWebhook } from "@/features/incoming-webhooks/schema";
import { boundedCount } from "@/lib/bounded-count";
import { type Acceptance, acceptanceSentence, useAcceptAll } from "./request-accept-all";

/** The refused requests that can be mended: how many there are, and the way to accept them all. Nothing while there are none. */
export function RequestQuarantine({ webhook }: { webhook: IncomingWebhook }) {
  const canWrite = useCan("incoming_webhooks:write");
  const [isAsking, setIsAsking] = useState(false);
  const { state, start, dismiss } = useAcceptAll(webhook.id);
  const { quarantinedRequests: count } = webhook;
  if (count === 0 && state === null) return null;
  const isOne = count === 1;
  return (
    <section
      aria-label="Needs attention"
      className="flex flex-col items-start gap-2 rounded-lg bg-warning-soft px-4 py-3 text-sm"
    >
      {count > 0 && (
        <p className="flex gap-2">
          <TriangleAlert aria-hidden className="mt-0.5 size-4 shrink-0 text-warning" />
          <span>
            <strong className="font-medium">
              {boundedCount(count)} {isOne ? "request was" : "requests were"} rejected, and can still be
              accepted.
            </strong>{" "}
            Fix the secret, signature scheme, mapping or allowed addresses, then verify and accept{" "}
            {isOne ? "it" : "them"}.
          </span>
        </p>
      )}
      {state && <Progress state={state} />}
      <div className="flex flex-wrap gap-2">
        {count > 0 && (
          <Button
            size="sm"
            disabled={!canWrite}
            isPending={state?.isRunning ?? false}
            onClick={() => setIsAsking(true)}
          >
            Verify and accept all
          </Button>
        )}
        {state && !state.isRunning && (
          <Button size="sm" variant="ghost" onClick={dismiss}>
            Dismiss
          </Button>
        )}
      </div>
      {!canWrite && <p className="text-muted-foreground">{NO_WRITE_REASON}</p>}
      <ConfirmDialog
        isOpen={isAsking}
        onOpenChange={setIsAsking}
        tone="default"
        title={`Verify and accept ${isOne ? "the rejected request" : `${boundedCount(count)} rejected requests`}?`}
        description="Each is verified with the current secrets and, if its signature is right, processed as if it came now. Copies of one request are processed once. Requests with an old timestamp or a used key may be replays: accept them one by one."
        confirmLabel="Verify and accept"
        onConfirm={() => void start()}
      />
    </section>
  );
}

function Progress({ state }: { state: Acceptance }) {
  return (
    <div className="flex flex-col gap-1">
      <p className="flex items-center gap-2 font-medium tabular-nums">
        {state.isRunning && <Spinner />}
        {acceptanceSentence(state)}
      </p>
      {state.error && (
        <p role="alert">
          It stopped: {state.error.message} What was accepted stays accepted. Start again to continue.
        </p>
      )}
      {state.refusals.length > 0 && (
        <ul className="list-disc pl-5">
          {state.refusals.map(({ detail, count }) => (
            <li key={detail} className="wrap-anywhere">
              {count} × {detail}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
