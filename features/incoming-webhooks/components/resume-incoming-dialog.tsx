"use client";

import { useState } from "react";
import { ConfirmDialog } from "@/components/confirm-dialog";
import { toast } from "@/components/toast";
import { FieldSet } from "@/components/ui/field";
import { Radio } from "@/components/ui/radio-group";
import { useConfirmation } from "@/features/auth/confirmation-hooks";
import { updateIncomingWebhookEndpoint } from "@/features/incoming-webhooks/contract";
import { useDiscardHeldRequests, useUpdateIncomingWebhook } from "@/features/incoming-webhooks/hooks";
import type { IncomingWebhook } from "@/features/incoming-webhooks/schema";
import { stillHeldText, waitingRequests } from "@/features/incoming-webhooks/waiting";
import { discardedText } from "./discard-held-dialog";

type Choice = "process" | "discard" | "later";

interface ResumeIncomingDialogProps {
  /** Null while nothing is asked. */
  webhook: IncomingWebhook | null;
  onClose(): void;
}

/** What becomes of the requests that wait is asked where some do. */
export function ResumeIncomingDialog({ webhook, onClose }: ResumeIncomingDialogProps) {
  return webhook && <Question webhook={webhook} onClose={onClose} />;
}

function Question({ webhook, onClose }: { webhook: IncomingWebhook; onClose(): void }) {
  const [choice, setChoice] = useState<Choice>("process");
  const update = useUpdateIncomingWebhook(webhook.id);
  useConfirmation(updateIncomingWebhookEndpoint);
  const discard = useDiscardHeldRequests(webhook.id);
  const { id, name, queuedRequests, newestHeldId } = webhook;
  const { count, isOne } = waitingRequests(webhook);
  const came = queuedRequests > 0 ? "came before or during" : "came during";
  const radio = (value: Choice) => ({
    name: `resume-${id}`,
    value,
    checked: choice === value,
    onChange: () => setChoice(value),
  });

  async function confirm() {
    const discarded = choice === "discard" ? await discard.mutateAsync(newestHeldId) : 0;
    await update.mutateAsync({ status: "active", processHeld: choice !== "later" });
    toast.success(`“${name}” is active again`, {
      description: {
        process: `${count} ${isOne ? "request is" : "requests are"} processed, oldest first.`,
        discard: `${discardedText(discarded)}.`,
        later: stillHeldText(webhook),
      }[choice],
    });
  }

  return (
    <ConfirmDialog
      isOpen
      onOpenChange={(isOpen) => !isOpen && onClose()}
      title={`Resume “${name}”?`}
      description={`${count} ${isOne ? "request" : "requests"} ${came} the pause and ${isOne ? "waits" : "wait"}.`}
      confirmLabel={
        {
          process: `Resume and process ${count}`,
          discard: `Resume and discard ${count}`,
          later: "Resume",
        }[choice]
      }
      tone={choice === "discard" ? "danger" : "default"}
      onConfirm={confirm}
    >
      <FieldSet legend="What waits">
        <Radio
          {...radio("process")}
          label={`Process ${count} waiting`}
          hint={queuedRequests > 0 ? "Oldest first, as the limit has room." : "Now, oldest first."}
        />
        <Radio
          {...radio("discard")}
          label={<span className="text-danger">Discard</span>}
          hint="Never processed, although the sender was told 202. The log keeps them as discarded, as long as it keeps any request from when they came. This can't be undone."
        />
        <Radio
          {...radio("later")}
          label="Decide later"
          hint="What came during the pause goes on waiting, and new requests are processed as they come."
        />
      </FieldSet>
    </ConfirmDialog>
  );
}
