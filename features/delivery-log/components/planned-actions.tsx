"use client";

import { useState } from "react";
import { ConfirmDialog } from "@/components/confirm-dialog";
import { toast } from "@/components/toast";
import { Button } from "@/components/ui/button";
import { useCan } from "@/features/auth/hooks";
import { useCancelDelivery, useResendDelivery } from "@/features/deliveries/hooks";
import type { DeliveryDetail } from "@/features/deliveries/schema";
import { isOpen, isRetrying, isSending } from "@/features/deliveries/states";

/** Beside the next planned attempt: have it now, or never. */
export function PlannedActions({ delivery }: { delivery: DeliveryDetail }) {
  const canWrite = useCan("deliveries:write");
  const [isConfirming, setIsConfirming] = useState(false);
  const send = useResendDelivery();
  const cancel = useCancelDelivery();
  if (!canWrite) return null;
  return (
    <span className="ml-auto flex gap-1.5">
      {hasSendNow(delivery) && (
        <Button
          size="sm"
          // It stays while the attempt it asked for is made, and the focus with it.
          isPending={send.isPending || !isRetrying(delivery.status)}
          onClick={() =>
            send.mutate(delivery.id, {
              onSuccess: () => toast.success("Queued to be sent now"),
              onError: (error) => toast.error(error.message),
            })
          }
        >
          Send now
        </Button>
      )}
      <Button size="sm" variant="danger" onClick={() => setIsConfirming(true)}>
        Cancel remaining
      </Button>
      <ConfirmDialog
        isOpen={isConfirming}
        onOpenChange={setIsConfirming}
        title={`Cancel what is left of ${delivery.eventType}?`}
        description={
          isSending(delivery.status)
            ? "The attempt under way ends normally; no further one is made. It can be resent by hand later."
            : "No further attempt is made. It can be resent by hand later."
        }
        cancelLabel="Keep"
        confirmLabel="Cancel remaining"
        onConfirm={() => cancel.mutateAsync(delivery.id)}
      />
    </span>
  );
}

function hasSendNow({ status, attemptCount }: DeliveryDetail): boolean {
  return isOpen(status) && attemptCount > 0;
}
