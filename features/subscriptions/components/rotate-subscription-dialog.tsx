"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { RotateDialog } from "@/components/rotate-dialog";
import { RotatedNote } from "@/components/rotated-note";
import { SecretReveal } from "@/components/secret-reveal";
import { useConfirmation } from "@/features/auth/confirmation-hooks";
import { useRotate } from "@/features/rotation/hooks";
import { rotateSubscriptionSecretEndpoint } from "@/features/subscriptions/contract";
import { SUBSCRIPTION_ROTATION, subscriptionKeys } from "@/features/subscriptions/hooks";
import type { RotatedSubscription, Subscription } from "@/features/subscriptions/schema";

interface RotateSubscriptionDialogProps {
  subscription: Subscription;
  isOpen: boolean;
  onOpenChange(isOpen: boolean): void;
}

/** Asks how long the old secret goes on signing, then shows the new one. */
export function RotateSubscriptionDialog({
  subscription: { id, name },
  isOpen,
  onOpenChange,
}: RotateSubscriptionDialogProps) {
  const queryClient = useQueryClient();
  const rotate = useRotate(SUBSCRIPTION_ROTATION, id);
  useConfirmation(rotateSubscriptionSecretEndpoint, isOpen);
  const [rotated, setRotated] = useState<RotatedSubscription | null>(null);
  return (
    <>
      <RotateDialog
        isOpen={isOpen}
        onOpenChange={onOpenChange}
        title={`Rotate the secret of “${name}”?`}
        noun="secret"
        description="Deliveries carry the signatures of both secrets until the old one ends, so the receiver can change over at any time."
        immediateHint="From the next attempt on, a receiver that knows only the old secret refuses every delivery."
        onRotate={async (overlapSeconds) => {
          setRotated(await rotate.mutateAsync({ overlapSeconds }));
          rotate.reset();
        }}
      />
      {rotated && (
        <SecretReveal
          isOpen
          title="Secret rotated"
          description={<RotatedNote name={name} noun="secret" endsAt={rotated.previousSecretExpiresAt} />}
          fields={[{ label: "Signing secret", value: rotated.secret, envName: "REPLIFY_WEBHOOK_SECRET" }]}
          envFilename="replify.env"
          onClose={() => {
            setRotated(null);
            void queryClient.invalidateQueries({ queryKey: subscriptionKeys.all });
          }}
        >
          <p className="text-sm text-muted-foreground">Give it to the receiver.</p>
        </SecretReveal>
      )}
    </>
  );
}
