"use client";

import { useState } from "react";
import { RotateDialog } from "@/components/rotate-dialog";
import { toast } from "@/components/toast";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { useConfirmation } from "@/features/auth/confirmation-hooks";
import { rotateIncomingSecretEndpoint } from "@/features/incoming-webhooks/contract";
import { INCOMING_ROTATION, useRefreshIncomingWebhooks } from "@/features/incoming-webhooks/hooks";
import { PRESETS } from "@/features/incoming-webhooks/presets/presets";
import type { CreatedIncomingWebhook, IncomingWebhook } from "@/features/incoming-webhooks/schema";
import { senderLabel } from "@/features/incoming-webhooks/sender-label";
import { useRotate } from "@/features/rotation/hooks";
import { IncomingReveal } from "./incoming-reveal";

interface RotateIncomingDialogProps {
  webhook: IncomingWebhook;
  isOpen: boolean;
  onOpenChange(isOpen: boolean): void;
}

/** Asks how long the old secret goes on working, then shows the new one, unless it was the sender's own. */
export function RotateIncomingDialog({ webhook, isOpen, onOpenChange }: RotateIncomingDialogProps) {
  const rotate = useRotate(INCOMING_ROTATION, webhook.id);
  useConfirmation(rotateIncomingSecretEndpoint, isOpen);
  const refresh = useRefreshIncomingWebhooks();
  const [ownSecret, setOwnSecret] = useState("");
  const [rotated, setRotated] = useState<CreatedIncomingWebhook | null>(null);
  const sender = senderLabel(webhook.signatureScheme);

  function changeOpen(next: boolean) {
    if (!next) setOwnSecret("");
    onOpenChange(next);
  }

  async function confirm(overlapSeconds: number) {
    const secret = ownSecret.trim();
    const answer = await rotate.mutateAsync({ overlapSeconds, ...(secret && { secret }) });
    rotate.reset();
    if (!secret) return setRotated(answer);
    toast.success("The secret was replaced");
    for (const text of answer.warnings) if (!webhook.warnings.includes(text)) toast.error(text);
    await refresh();
  }

  return (
    <>
      <RotateDialog
        isOpen={isOpen}
        onOpenChange={changeOpen}
        title={`Rotate the secret of “${webhook.name}”?`}
        noun="secret"
        description="Requests may be signed with either secret until the old one ends."
        immediateHint="Requests signed with the old secret are refused from the next one on."
        onRotate={confirm}
      >
        <Field
          label={
            PRESETS[webhook.signatureScheme].givesSecret ? `New secret from ${sender}` : "Your own secret"
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
      </RotateDialog>
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
