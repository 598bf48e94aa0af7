"use client";

import { ConfirmDialog } from "@/components/confirm-dialog";
import { Time } from "@/components/time";
import { toast } from "@/components/toast";
import { useConfirmation } from "@/features/auth/confirmation-hooks";
import { deleteIncomingWebhookEndpoint } from "@/features/incoming-webhooks/contract";
import { useDeleteIncomingWebhook } from "@/features/incoming-webhooks/hooks";
import type { IncomingWebhook } from "@/features/incoming-webhooks/schema";
import { waitingRequests } from "@/features/incoming-webhooks/waiting";
import { DAY_MS } from "@/lib/time";

/** In use this recently, the name must be typed. */
const RECENT_MS = 7 * DAY_MS;

interface DeleteIncomingDialogProps {
  webhook: IncomingWebhook;
  isOpen: boolean;
  onOpenChange(isOpen: boolean): void;
  onDeleted?(): void;
}

export function DeleteIncomingDialog({
  webhook,
  isOpen,
  onOpenChange,
  onDeleted,
}: DeleteIncomingDialogProps) {
  const remove = useDeleteIncomingWebhook();
  useConfirmation(deleteIncomingWebhookEndpoint, isOpen);
  const { lastRequestAt } = webhook;
  const isInUse = lastRequestAt !== null && Date.now() - new Date(lastRequestAt).getTime() < RECENT_MS;
  return (
    <ConfirmDialog
      isOpen={isOpen}
      onOpenChange={onOpenChange}
      title={`Delete incoming webhook “${webhook.name}”?`}
      description={
        <>
          <p>
            {lastRequestAt ? (
              <>
                Last request <Time value={lastRequestAt} />.
              </>
            ) : (
              "It has never received a request."
            )}{" "}
            {waitingRequests(webhook).waiting > 0 && "What waits is not processed any more. "}
          </p>
          <p>Its senders get 404 from then on. The tickets it made stay.</p>
        </>
      }
      confirmLabel="Delete webhook"
      {...(isInUse ? { typedName: webhook.name } : {})}
      onConfirm={async () => {
        await remove.mutateAsync(webhook.id);
        toast.success(`Deleted “${webhook.name}”`);
        onDeleted?.();
      }}
    />
  );
}
