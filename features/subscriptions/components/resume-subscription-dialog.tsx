"use client";

import { useState } from "react";
import { ConfirmDialog } from "@/components/confirm-dialog";
import { toast } from "@/components/toast";
import { FieldSet } from "@/components/ui/field";
import { Radio } from "@/components/ui/radio-group";
import { useConfirmation } from "@/features/auth/confirmation-hooks";
import { discardHeldEventsEndpoint } from "@/features/subscriptions/contract";
import { useDiscardHeldEvents, useResumeSubscription } from "@/features/subscriptions/hooks";
import type { Subscription } from "@/features/subscriptions/schema";
import { boundedCount } from "@/lib/bounded-count";
import { discardedText } from "./discard-held-dialog";

type Choice = "deliver" | "discard" | "keep";

export interface Resuming extends Pick<Subscription, "id" | "name"> {
  /** What waited when the question came up; null when that could not be looked up. */
  held: { count: number; newestHeldId: Subscription["newestHeldId"] } | null;
}

interface ResumeSubscriptionDialogProps {
  /** Null while nothing is asked. */
  subscription: Resuming | null;
  onClose(): void;
}

/** What becomes of the events that wait is asked where some do, and where nobody knows whether some do. */
export function ResumeSubscriptionDialog({ subscription, onClose }: ResumeSubscriptionDialogProps) {
  return subscription && <Question subscription={subscription} onClose={onClose} />;
}

function Question({ subscription, onClose }: { subscription: Resuming; onClose(): void }) {
  const { id, name, held } = subscription;
  const [choice, setChoice] = useState<Choice>(held ? "deliver" : "keep");
  const resume = useResumeSubscription();
  const discard = useDiscardHeldEvents(id);
  useConfirmation(discardHeldEventsEndpoint, choice === "discard");
  const texts = textsOf(held?.count);
  const radio = (value: Choice) => ({
    name: `resume-${id}`,
    value,
    checked: choice === value,
    onChange: () => setChoice(value),
  });

  async function confirm() {
    const discarded = choice === "discard" && held ? await discard.mutateAsync(held.newestHeldId) : 0;
    await resume.mutateAsync({ id, held: choice === "keep" ? "keep" : "deliver" });
    toast.success(`“${name}” is active again`, {
      description: choice === "discard" ? `${discardedText(discarded)}.` : texts.told[choice],
    });
  }

  return (
    <ConfirmDialog
      isOpen
      onOpenChange={(isOpen) => !isOpen && onClose()}
      title={`Resume “${name}”?`}
      description={texts.description}
      confirmLabel={choice === "keep" ? "Resume" : `Resume and ${choice} ${texts.waiting}`}
      tone={choice === "discard" ? "danger" : "default"}
      onConfirm={confirm}
    >
      <FieldSet legend="What waits">
        <Radio {...radio("deliver")} label={texts.deliver} hint="Now, oldest first." />
        {held && (
          <Radio
            {...radio("discard")}
            label={<span className="text-danger">Discard</span>}
            hint="They are never sent. The log keeps them as canceled. This can't be undone."
          />
        )}
        <Radio
          {...radio("keep")}
          label="Decide later"
          hint="They go on waiting, and new events are sent as they come."
        />
      </FieldSet>
    </ConfirmDialog>
  );
}

/** Of how many wait; undefined when nobody knows. */
function textsOf(heldEvents: number | undefined) {
  if (heldEvents === undefined)
    return {
      description: "How many events wait could not be looked up just now. There may be none, one or many.",
      deliver: "Deliver what waits",
      waiting: "what waits",
      told: { deliver: "What waited is sent now, oldest first.", keep: "What waited goes on waiting." },
    };
  const count = boundedCount(heldEvents);
  const isOne = heldEvents === 1;
  return {
    description: `${count} ${isOne ? "event came during the pause and waits" : "events came during the pause and wait"}.`,
    deliver: `Deliver ${count} waiting`,
    waiting: count,
    told: {
      deliver: `${count} ${isOne ? "event is" : "events are"} sent now, oldest first.`,
      keep: `${count} ${isOne ? "event goes" : "events go"} on waiting.`,
    },
  };
}
