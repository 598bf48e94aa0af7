"use client";

import { ConfirmDialog } from "@/components/confirm-dialog";
import { toast } from "@/components/toast";
import { useConfirmation } from "@/features/auth/confirmation-hooks";
import { discardHeldEventsEndpoint } from "@/features/subscriptions/contract";
import { useDiscardHeldEvents } from "@/features/subscriptions/hooks";
import type { Subscription } from "@/features/subscriptions/schema";
import { boundedCount } from "@/lib/bounded-count";
import { counted } from "@/lib/format-number";

interface DiscardHeldDialogProps {
  /** As it was when the question came up: what is held since then is not discarded. */
  subscription: Subscription;
  isOpen: boolean;
  onOpenChange(isOpen: boolean): void;
}

export function DiscardHeldDialog({ subscription, ...dialog }: DiscardHeldDialogProps) {
  const discard = useDiscardHeldEvents(subscription.id);
  useConfirmation(discardHeldEventsEndpoint, dialog.isOpen);
  const { name, heldEvents, newestHeldId } = subscription;
  const count = boundedCount(heldEvents);
  const isOne = heldEvents === 1;
  return (
    <ConfirmDialog
      {...dialog}
      title={`Discard ${count} waiting ${isOne ? "event" : "events"} of “${name}”?`}
      description={`${isOne ? "It is" : "They are"} never sent. The log keeps ${isOne ? "it" : "them"} as canceled. What comes from now on stays. This can't be undone.`}
      confirmLabel={`Discard ${count}`}
      onConfirm={async () => toast.success(discardedText(await discard.mutateAsync(newestHeldId)))}
    />
  );
}

/** "412 events discarded". */
export function discardedText(discarded: number): string {
  return `${counted(discarded, "event")} discarded`;
}
