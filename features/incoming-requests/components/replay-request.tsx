"use client";

import { RotateCw } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { ConfirmDialog } from "@/components/confirm-dialog";
import { toast } from "@/components/toast";
import { Button } from "@/components/ui/button";
import { useReplayRequest } from "@/features/incoming-requests/hooks";
import type { IncomingRequestDetail } from "@/features/incoming-requests/schema";
import { incomingRequestHref } from "@/features/incoming-webhooks/links";
import type { IncomingWebhook } from "@/features/incoming-webhooks/schema";

const AGAIN: Record<IncomingWebhook["action"], string> = {
  create_ticket: "another ticket is opened.",
  add_comment: "its comment is added once more.",
  update_status: "its status is set once more.",
  post_message: "its message is posted once more.",
};

function hasRules({ rules, conditions, correlationKey }: IncomingWebhook): boolean {
  return rules.length > 0 || conditions !== null || correlationKey !== null;
}

interface ReplayRequestProps {
  request: IncomingRequestDetail;
  webhook: IncomingWebhook;
  isDisabled: boolean;
}

/** Runs an accepted request once more, knowingly. */
export function ReplayRequest({ request, webhook, isDisabled }: ReplayRequestProps) {
  const [isAsking, setIsAsking] = useState(false);
  const replay = useReplayRequest(webhook.id);
  const router = useRouter();
  const { ticket } = request;

  async function confirm() {
    const { id, ticket: made } = await replay.mutateAsync(request.id);
    toast.success(made ? `Replayed · ticket #${made.number}` : "Replayed", {
      action: { label: "Open request", onClick: () => router.push(incomingRequestHref(webhook.id, id)) },
    });
  }

  return (
    <>
      <Button size="sm" disabled={isDisabled} onClick={() => setIsAsking(true)}>
        <RotateCw aria-hidden />
        Replay request
      </Button>
      <ConfirmDialog
        isOpen={isAsking}
        onOpenChange={setIsAsking}
        tone="default"
        title={`Replay this request of “${webhook.name}”?`}
        description={
          <>
            It was {request.result === "ignored" ? "ignored" : "processed already"}
            {ticket && ` and led to ticket #${ticket.number}`}. It is processed again with today's settings:{" "}
            {hasRules(webhook) ? "its rules decide what comes of it." : AGAIN[webhook.action]}
          </>
        }
        confirmLabel="Replay request"
        onConfirm={confirm}
      />
    </>
  );
}
