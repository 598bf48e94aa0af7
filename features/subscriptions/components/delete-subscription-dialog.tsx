"use client";

import { useQuery } from "@tanstack/react-query";
import { ConfirmDialog } from "@/components/confirm-dialog";
import { Time } from "@/components/time";
import { toast } from "@/components/toast";
import { useConfirmation } from "@/features/auth/confirmation-hooks";
import { deleteSubscriptionEndpoint } from "@/features/subscriptions/contract";
import { subscriptionStatsQuery, useDeleteSubscription } from "@/features/subscriptions/hooks";
import type { Subscription } from "@/features/subscriptions/schema";
import { counted } from "@/lib/format-number";
import { DAY_MS } from "@/lib/time";

/** In use this recently, the name must be typed. */
const RECENT_MS = 7 * DAY_MS;

interface DeleteSubscriptionDialogProps {
  subscription: Subscription;
  isOpen: boolean;
  onOpenChange(isOpen: boolean): void;
  onDeleted?(): void;
}

export function DeleteSubscriptionDialog({
  subscription,
  isOpen,
  onOpenChange,
  onDeleted,
}: DeleteSubscriptionDialogProps) {
  const remove = useDeleteSubscription();
  useConfirmation(deleteSubscriptionEndpoint, isOpen);
  const { lastDeliveryAt } = subscription.health;
  const isInUse = lastDeliveryAt !== null && Date.now() - new Date(lastDeliveryAt).getTime() < RECENT_MS;
  return (
    <ConfirmDialog
      isOpen={isOpen}
      onOpenChange={onOpenChange}
      title={`Delete subscription “${subscription.name}”?`}
      description={<Consequence subscription={subscription} />}
      confirmLabel="Delete subscription"
      {...(isInUse ? { typedName: subscription.name } : {})}
      onConfirm={async () => {
        await remove.mutateAsync(subscription.id);
        toast.success(`Deleted “${subscription.name}”`);
        onDeleted?.();
      }}
    />
  );
}

function Consequence({ subscription }: { subscription: Subscription }) {
  const { lastDeliveryAt } = subscription.health;
  const stats = useQuery(subscriptionStatsQuery(subscription.id));
  const waiting = stats.data?.pending ?? 0;
  return (
    <>
      <p>
        {lastDeliveryAt ? (
          <>
            Last delivery <Time value={lastDeliveryAt} />.
          </>
        ) : (
          "It has never delivered anything."
        )}{" "}
        {waiting > 0 && `${counted(waiting, "waiting delivery is", "waiting deliveries are")} canceled. `}
      </p>
      <p>No further events are sent to its target. Its deliveries stay in the log.</p>
    </>
  );
}
