"use client";

import { useState } from "react";
import { FormSection } from "@/components/form-section";
import { Button } from "@/components/ui/button";
import { useCan } from "@/features/auth/hooks";
import { NO_WRITE_REASON } from "@/features/incoming-webhooks/hooks";
import type { IncomingWebhook } from "@/features/incoming-webhooks/schema";
import { DeleteIncomingDialog } from "./delete-incoming-dialog";
import { EditIncomingForm } from "./edit-incoming-form";
import { PauseIncomingDialog } from "./pause-incoming-dialog";
import { ResumeIncomingDialog } from "./resume-incoming-dialog";
import { RotateIncomingDialog } from "./rotate-incoming-dialog";
import { useResumeIncoming } from "./use-resume-incoming";

interface IncomingSettingsProps {
  webhook: IncomingWebhook;
  onDeleted(): void;
}

/** The Settings tab: the form, and what can be done with the webhook as a whole. */
export function IncomingSettings({ webhook, onDeleted }: IncomingSettingsProps) {
  const canWrite = useCan("incoming_webhooks:write");
  return (
    <div className="flex flex-col gap-8">
      {!canWrite && <p className="text-sm text-muted-foreground">{NO_WRITE_REASON}</p>}
      <SecretSection webhook={webhook} />
      <EditIncomingForm key={webhook.id} webhook={webhook} />
      <StateSections webhook={webhook} onDeleted={onDeleted} />
    </div>
  );
}

function SecretSection({ webhook }: { webhook: IncomingWebhook }) {
  const canWrite = useCan("incoming_webhooks:write");
  const [isOpen, setOpen] = useState(false);
  const isRotating = webhook.previousSecretExpiresAt !== null;
  return (
    <FormSection
      title="Secret"
      description="Its sender signs with it. It was shown once and can't be read again."
    >
      <div className="flex flex-wrap items-center gap-3">
        <span className="font-mono text-xs">{webhook.secretHint || "Its end is not known"}</span>
        <Button size="sm" disabled={!canWrite || isRotating} onClick={() => setOpen(true)}>
          Rotate secret
        </Button>
      </div>
      {isRotating && (
        <p className="text-sm text-muted-foreground">
          It was just rotated: end the overlap before you rotate it again.
        </p>
      )}
      <RotateIncomingDialog webhook={webhook} isOpen={isOpen} onOpenChange={setOpen} />
    </FormSection>
  );
}

function StateSections({ webhook, onDeleted }: IncomingSettingsProps) {
  const canWrite = useCan("incoming_webhooks:write");
  const [dialog, setDialog] = useState<"pause" | "delete" | null>(null);
  const { resume, question } = useResumeIncoming(webhook.id);
  const dialogProps = (name: typeof dialog) => ({
    webhook,
    isOpen: dialog === name,
    onOpenChange: (isOpen: boolean) => setDialog(isOpen ? name : null),
  });
  return (
    <>
      <FormSection title="Pause" description="Stops what its requests do, for as long as you need.">
        <span>
          {webhook.status === "active" ? (
            <Button disabled={!canWrite} onClick={() => setDialog("pause")}>
              Pause webhook
            </Button>
          ) : (
            <Button disabled={!canWrite} onClick={() => void resume()}>
              Resume webhook
            </Button>
          )}
        </span>
      </FormSection>
      <FormSection title="Delete" description="Its senders get 404 from then on. The tickets it made stay.">
        <span>
          <Button variant="danger" disabled={!canWrite} onClick={() => setDialog("delete")}>
            Delete webhook
          </Button>
        </span>
      </FormSection>
      <ResumeIncomingDialog {...question} />
      <PauseIncomingDialog {...dialogProps("pause")} />
      <DeleteIncomingDialog {...dialogProps("delete")} onDeleted={onDeleted} />
    </>
  );
}
