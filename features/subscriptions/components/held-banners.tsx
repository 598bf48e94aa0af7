"use client";

import { useState } from "react";
import { Banner } from "@/components/banner";
import { Time } from "@/components/time";
import { toast } from "@/components/toast";
import { Button } from "@/components/ui/button";
import { useCan } from "@/features/auth/hooks";
import { isDisabled, isPaused } from "@/features/subscription-states/states";
import { useResumeSubscription } from "@/features/subscriptions/hooks";
import type { Subscription } from "@/features/subscriptions/schema";
import { boundedCount } from "@/lib/bounded-count";
import { DiscardHeldDialog } from "./discard-held-dialog";
import { PauseNote } from "./pause-note";

/** That it takes nothing, or that somebody has yet to decide about what it held, and the way on; nothing otherwise. */
export function HeldBanners({ subscription }: { subscription: Subscription }) {
  const { status, keepsHeld, heldEvents } = subscription;
  const [isAsking, setIsAsking] = useState(false);
  // What is agreed to is what was shown, however many come meanwhile.
  const [asked, setAsked] = useState(subscription);
  const isStopped = isPaused(status) || isDisabled(status);

  function askDiscard() {
    setAsked(subscription);
    setIsAsking(true);
  }

  return (
    <>
      {isStopped && <StoppedBanner subscription={subscription} onDiscard={askDiscard} />}
      {!isStopped && keepsHeld && heldEvents > 0 && (
        <UndecidedBanner subscription={subscription} onDiscard={askDiscard} />
      )}
      {/* Outlasts the banner, which goes with the last of the events that wait. */}
      <DiscardHeldDialog subscription={asked} isOpen={isAsking} onOpenChange={setIsAsking} />
    </>
  );
}

interface HeldBannerProps {
  subscription: Subscription;
  onDiscard(): void;
}

function StoppedBanner({ subscription, onDiscard }: HeldBannerProps) {
  const canWrite = useCan("subscriptions:write");
  const { status, statusReason, statusChangedAt, updatedAt, heldEvents } = subscription;
  const isByHand = isPaused(status);
  return (
    <Banner label={isByHand ? "Pause" : "Disabled"}>
      <p>
        <strong className="font-medium">{isByHand ? (statusReason ?? "Paused") : "Disabled"}</strong>
        {", "}
        <Time value={statusChangedAt ?? updatedAt} />
        {!isByHand && statusReason && `: ${statusReason}`}
      </p>
      <p>Nothing is sent. Events that match wait until it is resumed: {boundedCount(heldEvents)} waiting.</p>
      <div className="flex flex-wrap gap-2">
        {heldEvents > 0 && (
          <DiscardButton subscription={subscription} isDisabled={!canWrite} onClick={onDiscard} />
        )}
        {isByHand && canWrite && <PauseNote subscription={subscription} />}
      </div>
    </Banner>
  );
}

function UndecidedBanner({ subscription, onDiscard }: HeldBannerProps) {
  const canWrite = useCan("subscriptions:write");
  const resume = useResumeSubscription();
  const { id, heldEvents } = subscription;
  const count = boundedCount(heldEvents);

  async function deliver() {
    try {
      await resume.mutateAsync({ id, held: "deliver" });
      toast.success("They are sent now, oldest first");
    } catch (error) {
      toast.error(error instanceof Error ? error.message : "It did not work. Try again.");
    }
  }

  return (
    <Banner label="Held events">
      <p>
        <strong className="font-medium">
          {count} {heldEvents === 1 ? "event waits" : "events wait"} from the pause.
        </strong>{" "}
        New events are sent as they come.
      </p>
      <div className="flex flex-wrap gap-2">
        <Button
          size="sm"
          disabled={!canWrite}
          isPending={resume.isPending}
          onClick={() => void deliver()}
        >{`Deliver ${count} waiting`}</Button>
        <DiscardButton subscription={subscription} isDisabled={!canWrite} onClick={onDiscard} />
      </div>
    </Banner>
  );
}

interface DiscardButtonProps {
  subscription: Subscription;
  isDisabled: boolean;
  onClick(): void;
}

function DiscardButton({ subscription, isDisabled, onClick }: DiscardButtonProps) {
  return (
    <Button size="sm" disabled={isDisabled} onClick={onClick}>
      {`Discard ${boundedCount(subscription.heldEvents)} waiting`}
    </Button>
  );
}
