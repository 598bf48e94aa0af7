"use client";

import { ConfirmDialog } from "@/components/confirm-dialog";
import { toast } from "@/components/toast";
import { useConfirmation } from "@/features/auth/confirmation-hooks";
import { discardIncomingRequestsEndpoint } from "@/features/incoming-webhooks/contract";
import { useDiscardHeldRequests } from "@/features/incoming-webhooks/hooks";
import type { IncomingWebhook } from "@/features/incoming-webhooks/schema";
import { waitingRequests } from "@/features/incoming-webhooks/waiting";
import { counted } from "@/lib/format-number";

interface DiscardHeldDialogProps {
  /** As it was when the question came up: what waits since then is not discarded. */
  webhook: IncomingWebhook;
  isOpen: boolean;
  onOpenChange(isOpen: boolean): void;
}

export function DiscardHeldDialog({ webhook, ...dialog }: DiscardHeldDialogProps) {
  const discard = useDiscardHeldRequests(webhook.id);
  useConfirmation(discardIncomingRequestsEndpoint, dialog.isOpen);
  const { count, isOne } = waitingRequests(webhook);
  return (
    <ConfirmDialog
      {...dialog}
      title={`Discard ${count} waiting ${isOne ? "request" : "requests"} of “${webhook.name}”?`}
      description={
        <>
          {isOne ? "It is" : "They are"} never processed, although the sender was told 202. The log keeps{" "}
          {isOne ? "it" : "them"} as discarded by you, as long as it keeps any request from when{" "}
          {isOne ? "it" : "they"} came. What comes from now on stays. This can't be undone.
        </>
      }
      confirmLabel={`Discard ${count}`}
      onConfirm={async () => toast.success(discardedText(await discard.mutateAsync(webhook.newestHeldId)))}
    />
  );
}

/** "412 requests discarded". */
export function discardedText(discarded: number): string {
  return `${counted(discarded, "request")} discarded`;
}
