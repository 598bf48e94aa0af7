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

interface ResumeSubscriptionDialogProps {
  /** As it was when the question came up; null while nothing is asked. */
  subscription: Subscription | null;
  onClose(): void;
}

/** What becomes of the events that wait is asked where some do. */
export function ResumeSubscriptionDialog({ subscription, onClose }: ResumeSubscriptionDialogProps) {
  return subscription && <Question subscription={subscription} onClose={onClose} />;
}

function Question({ subscription, onClose }: { subscription: Subscription; onClose(): void }) {
  const { id, name, heldEvents, newestHeldId } = subscription;
  const [choice, setChoice] = useState<Choice>("deliver");
  const resume = useResumeSubscription();
  const discard = useDiscardHeldEvents(id);
  useConfirmation(discardHeldEventsEndpoint, choice === "discard");
  const count = boundedCount(heldEvents);
  const isOne = heldEvents === 1;
  const radio = (value: Choice) => ({
    name: `resume-${id}`,
    value,
    checked: choice === value,
    onChange: () => setChoice(value),
  });

  async function confirm() {
    const discarded = choice === "discard" ? await discard.mutateAsync(newestHeldId) : 0;
    await resume.mutateAsync({ id, held: choice === "keep" ? "keep" : "deliver" });
    toast.success(`“${name}” is active again`, {
      description: {
        deliver: `${count} ${isOne ? "event is" : "events are"} sent now, oldest first.`,
        discard: `${discardedText(discarded)}.`,
        keep: `${count} ${isOne ? "event goes" : "events go"} on waiting.`,
      }[choice],
    });
  }

  return (
    <ConfirmDialog
      isOpen
      onOpenChange={(isOpen) => !isOpen && onClose()}
      title={`Resume “${name}”?`}
      description={`${count} ${isOne ? "event came during the pause and waits" : "events came during the pause and wait"}.`}
      confirmLabel={
        {
          deliver: `Resume and deliver ${count}`,
          discard: `Resume and discard ${count}`,
          keep: "Resume",
        }[choice]
      }
      tone={choice === "discard" ? "danger" : "default"}
      onConfirm={confirm}
    >
      <FieldSet legend="What waits">
        <Radio {...radio("deliver")} label={`Deliver ${count} waiting`} hint="Now, oldest first." />
        <Radio
          {...radio("discard")}
          label={<span className="text-danger">Discard</span>}
          hint="They are never sent. The log keeps them as canceled. This can't be undone."
        />
        <Radio
          {...radio("keep")}
          label="Decide later"
          hint="They go on waiting, and new events are sent as they come."
        />
      </FieldSet>
    </ConfirmDialog>
  );
}
