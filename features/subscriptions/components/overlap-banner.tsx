"use client";

import { OverlapNotice } from "@/components/overlap-notice";
import { useCan } from "@/features/auth/hooks";
import { useOverlap } from "@/features/rotation/hooks";
import { NO_WRITE_REASON, SUBSCRIPTION_ROTATION } from "@/features/subscriptions/hooks";
import type { Subscription } from "@/features/subscriptions/schema";

/** While deliveries carry the signatures of two secrets. */
export function OverlapBanner({ subscription }: { subscription: Subscription }) {
  const { id, name, previousSecretExpiresAt } = subscription;
  const overlap = useOverlap(SUBSCRIPTION_ROTATION, id);
  const canWrite = useCan("subscriptions:write");
  if (previousSecretExpiresAt === null) return null;
  return (
    <OverlapNotice
      name={name}
      noun="secret"
      endsAt={previousSecretExpiresAt}
      consequence="A receiver that knows only the old secret refuses every delivery from the next attempt on."
      refusal={canWrite ? null : NO_WRITE_REASON}
      {...overlap}
    >
      Deliveries carry the signatures of both. End the overlap once the receiver has the new one.
    </OverlapNotice>
  );
}
