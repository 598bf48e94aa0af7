"use client";

import { useState } from "react";
import { ConfirmDialog } from "@/components/confirm-dialog";
import { toast } from "@/components/toast";
import { Field, FieldSet } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Radio } from "@/components/ui/radio-group";
import { useConfirmation } from "@/features/auth/confirmation-hooks";
import { updateIncomingWebhookEndpoint } from "@/features/incoming-webhooks/contract";
import { useUpdateIncomingWebhook } from "@/features/incoming-webhooks/hooks";
import type { IncomingWebhook } from "@/features/incoming-webhooks/schema";

interface PauseIncomingDialogProps {
  webhook: IncomingWebhook;
  isOpen: boolean;
  onOpenChange(isOpen: boolean): void;
}

/** Asks what becomes of the requests that come meanwhile. */
export function PauseIncomingDialog({ webhook, isOpen, onOpenChange }: PauseIncomingDialogProps) {
  const update = useUpdateIncomingWebhook(webhook.id);
  useConfirmation(updateIncomingWebhookEndpoint, isOpen);
  const [holds, setHolds] = useState<boolean | null>(null);
  const [note, setNote] = useState("");
  const isHolding = holds ?? webhook.holdWhilePaused;
  const radio = (value: boolean) => ({
    name: `pause-${webhook.id}`,
    value: String(value),
    checked: isHolding === value,
    onChange: () => setHolds(value),
  });
  return (
    <ConfirmDialog
      isOpen={isOpen}
      onOpenChange={onOpenChange}
      title={`Pause “${webhook.name}”?`}
      description="Its requests have no effect until you resume it."
      confirmLabel="Pause webhook"
      tone="default"
      onConfirm={async () => {
        await update.mutateAsync({
          status: "paused",
          holdWhilePaused: isHolding,
          pauseNote: note.trim() || null,
        });
        setNote("");
        setHolds(null);
        toast.success(`“${webhook.name}” is paused`);
      }}
    >
      <FieldSet legend="Requests that come meanwhile">
        <Radio
          {...radio(false)}
          label="Answer 503 and ask to send them again later"
          hint="For senders that try again by themselves."
        />
        <Radio
          {...radio(true)}
          label="Answer 202 and hold them"
          hint="They are kept. When you resume, you choose whether they are processed."
        />
      </FieldSet>
      <Field label="Why" hint="Shown to your team while it is paused." isOptional>
        <Input
          value={note}
          maxLength={200}
          autoComplete="off"
          onChange={(event) => setNote(event.target.value)}
        />
      </Field>
    </ConfirmDialog>
  );
}
