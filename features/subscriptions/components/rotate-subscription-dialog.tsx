"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { ConfirmDialog } from "@/components/confirm-dialog";
import { OverlapChoice } from "@/components/overlap-choice";
import { SecretReveal } from "@/components/secret-reveal";
import { useConfirmation } from "@/features/auth/confirmation-hooks";
import { rotateSubscriptionSecretEndpoint } from "@/features/subscriptions/contract";
import { subscriptionKeys, useRotateSubscriptionSecret } from "@/features/subscriptions/hooks";
import type { Subscription } from "@/features/subscriptions/schema";
import { DEFAULT_OVERLAP_SECONDS } from "@/lib/overlap";

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
  const rotate = useRotateSubscriptionSecret(id);
  useConfirmation(rotateSubscriptionSecretEndpoint, isOpen);
  const [overlapSeconds, setOverlapSeconds] = useState(DEFAULT_OVERLAP_SECONDS);
  const [secret, setSecret] = useState<string | null>(null);

  async function confirm() {
    const rotated = await rotate.mutateAsync({ overlapSeconds });
    rotate.reset();
    setSecret(rotated.secret);
  }

  return (
    <>
      <ConfirmDialog
        isOpen={isOpen}
        onOpenChange={onOpenChange}
        title={`Rotate the secret of “${name}”?`}
        description="Deliveries carry the signatures of both secrets until the old one ends, so the receiver can change over at any time."
        confirmLabel="Rotate secret"
        tone={overlapSeconds === 0 ? "danger" : "default"}
        onConfirm={confirm}
      >
        <OverlapChoice
          name={`overlap-${id}`}
          value={overlapSeconds}
          onChange={setOverlapSeconds}
          immediateHint="From the next attempt on, a receiver that knows only the old secret refuses every delivery."
        />
      </ConfirmDialog>
      <SecretReveal
        isOpen={secret !== null}
        title="Secret rotated"
        description={`Give the new secret to the receiver of “${name}”.`}
        fields={[{ label: "Signing secret", value: secret ?? "", envName: "REPLIFY_WEBHOOK_SECRET" }]}
        envFilename="replify.env"
        onClose={() => {
          setSecret(null);
          setOverlapSeconds(DEFAULT_OVERLAP_SECONDS);
          void queryClient.invalidateQueries({ queryKey: subscriptionKeys.all });
        }}
      />
    </>
  );
}
