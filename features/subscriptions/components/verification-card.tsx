"use client";

import { RotateCw } from "lucide-react";
import { useEffect, useRef } from "react";
import { Card } from "@/components/card";
import { FormAlert } from "@/components/form-alert";
import { announce } from "@/components/live-regions";
import { Countdown, Time } from "@/components/time";
import { Button } from "@/components/ui/button";
import { useCan } from "@/features/auth/hooks";
import { awaitsHandshake, isVerifiable } from "@/features/subscription-states/states";
import { useVerifySubscription } from "@/features/subscriptions/hooks";
import type { Subscription } from "@/features/subscriptions/schema";
import { HandshakeSamples } from "./handshake-samples";
import { VerificationSteps } from "./verification-steps";

/** Whether the target has answered the handshake, and if not, why not and what to do. Nothing where it need not. */
export function VerificationCard({ subscription }: { subscription: Subscription }) {
  const { id, verifiedAt, pendingTargetUrl, lastVerification: last } = subscription;
  const canWrite = useCan("subscriptions:write");
  const verify = useVerifySubscription(id);
  useOutcomeAnnounced(last);
  if (!isVerifiable(subscription.verification)) return null;
  const isAwaited = awaitsHandshake(subscription);
  return (
    <Card
      title="Verification"
      action={
        <Button size="sm" disabled={!canWrite} isPending={verify.isPending} onClick={() => verify.mutate()}>
          <RotateCw aria-hidden />
          {isAwaited ? "Try again" : "Verify again"}
        </Button>
      }
    >
      <div className="flex flex-col gap-3">
        {pendingTargetUrl && <PendingTarget subscription={subscription} url={pendingTargetUrl} />}
        {!isAwaited && verifiedAt && (
          <p className="text-sm">
            The target answered the handshake <Time value={verifiedAt} />.
          </p>
        )}
        {(isAwaited || last) && <VerificationSteps last={last} />}
        {last && last.outcome !== "sent" && <Outcome last={last} />}
        {verify.error && <FormAlert attempt={verify.error}>{verify.error.message}</FormAlert>}
        {isAwaited && <HandshakeSamples />}
      </div>
    </Card>
  );
}

function PendingTarget({ subscription, url }: { subscription: Subscription; url: string }) {
  return (
    <p className="text-sm text-pretty">
      The new URL <span className="font-mono text-xs wrap-anywhere">{url}</span> takes over once it answers.
      Until then the old URL stays live:{" "}
      <span className="font-mono text-xs wrap-anywhere">{subscription.targetUrl}</span>
    </p>
  );
}

function Outcome({ last }: { last: NonNullable<Subscription["lastVerification"]> }) {
  return (
    <div className="flex flex-col gap-2">
      {last.problem && (
        <p className="rounded-md bg-danger-soft px-3 py-2 text-sm text-pretty">
          <span className="font-medium">{last.problem.title}.</span> {last.problem.explanation}{" "}
          {last.problem.nextStep}
        </p>
      )}
      <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-1 text-sm">
        <Fact label="Expected" value={last.expected} />
        <Fact label="Received" value={last.received} />
      </dl>
      <p className="text-sm text-muted-foreground">
        Try {last.number}, <Time value={last.startedAt} />.
        {last.nextTryAt && (
          <>
            {" "}
            Replify tries again in <Countdown to={last.nextTryAt} doneLabel="a moment" />.
          </>
        )}
      </p>
    </div>
  );
}

function Fact({ label, value }: { label: string; value: string | null }) {
  return (
    <>
      <dt className="text-muted-foreground">{label}</dt>
      <dd className="min-w-0 font-mono text-xs leading-5 wrap-anywhere">{value ?? "nothing"}</dd>
    </>
  );
}

/** Says what came of a handshake while one looks on. */
function useOutcomeAnnounced(last: Subscription["lastVerification"]) {
  const key = last && `${last.startedAt} ${last.outcome}`;
  const known = useRef(key);
  const text = outcomeText(last);
  useEffect(() => {
    if (known.current === key) return;
    known.current = key;
    if (text) announce(text);
  }, [key, text]);
}

function outcomeText(last: Subscription["lastVerification"]): string | null {
  if (last?.outcome === "verified") return "The target is verified";
  return last?.problem ? `Not verified: ${last.problem.title}` : null;
}
