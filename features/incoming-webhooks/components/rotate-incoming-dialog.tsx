"use client";

import { useState } from "react";
import { toast } from "sonner";
import { ConfirmDialog } from "@/components/confirm-dialog";
import { OverlapChoice } from "@/components/overlap-choice";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { useConfirmation } from "@/features/auth/confirmation-hooks";
import { rotateIncomingSecretEndpoint } from "@/features/incoming-webhooks/contract";
import { useRefreshIncomingWebhooks, useRotateIncomingSecret } from "@/features/incoming-webhooks/hooks";
import { SCHEME_LABELS } from "@/features/incoming-webhooks/labels";
import type { CreatedIncomingWebhook, IncomingWebhook } from "@/features/incoming-webhooks/schema";
import { SENDERS } from "@/features/incoming-webhooks/senders";
import { DEFAULT_OVERLAP_SECONDS } from "@/lib/overlap";
import { IncomingReveal } from "./incoming-reveal";

interface RotateIncomingDialogProps {
  webhook: IncomingWebhook;
  isOpen: boolean;
  onOpenChange(isOpen: boolean): void;
}

/** Asks how long the old secret goes on working, then shows the new one, unless it was the sender's own. */
export function RotateIncomingDialog({ webhook, isOpen, onOpenChange }: RotateIncomingDialogProps) {
  const rotate = useRotateIncomingSecret(webhook.id);
  useConfirmation(rotateIncomingSecretEndpoint, isOpen);
  const refresh = useRefreshIncomingWebhooks();
  const [overlapSeconds, setOverlapSeconds] = useState(DEFAULT_OVERLAP_SECONDS);
  const [ownSecret, setOwnSecret] = useState("");
  const [rotated, setRotated] = useState<CreatedIncomingWebhook | null>(null);
  const sender = SCHEME_LABELS[webhook.signatureScheme];

  function changeOpen(next: boolean) {
    if (!next) {
      setOwnSecret("");
      setOverlapSeconds(DEFAULT_OVERLAP_SECONDS);
    }
    onOpenChange(next);
  }

  async function confirm() {
    const secret = ownSecret.trim();
    const answer = await rotate.mutateAsync({ overlapSeconds, ...(secret && { secret }) });
    rotate.reset();
    if (!secret) return setRotated(answer);
    toast.success("The secret was replaced");
    await refresh();
  }

  return (
    <>
      <ConfirmDialog
        isOpen={isOpen}
        onOpenChange={changeOpen}
        title={`Rotate the secret of “${webhook.name}”?`}
        description="Requests may be signed with either secret until the old one ends."
        confirmLabel="Rotate secret"
        tone={overlapSeconds === 0 ? "danger" : "default"}
        onConfirm={confirm}
      >
        <OverlapChoice
          name={`overlap-${webhook.id}`}
          value={overlapSeconds}
          onChange={setOverlapSeconds}
          immediateHint="Requests signed with the old secret are refused from the next one on."
        />
        <Field
          label={
            SENDERS[webhook.signatureScheme].givesSecret ? `New secret from ${sender}` : "Your own secret"
          }
          hint="8 to 256 characters. Left empty, a random one is made."
          isOptional
        >
          <Input
            value={ownSecret}
            autoComplete="off"
            spellCheck={false}
            className="font-mono text-xs"
            onChange={(event) => setOwnSecret(event.target.value)}
          />
        </Field>
      </ConfirmDialog>
      {rotated && (
        <IncomingReveal
          created={rotated}
          isRotated
          onClose={() => {
            setRotated(null);
            void refresh();
          }}
        />
      )}
    </>
  );
}
