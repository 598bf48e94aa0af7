"use client";

import { Trash2 } from "lucide-react";
import { useState } from "react";
import { ConfirmDialog } from "@/components/confirm-dialog";
import { toast } from "@/components/toast";
import { Button } from "@/components/ui/button";
import { WAITING_RESULTS } from "@/db/enums";
import { useConfirmation } from "@/features/auth/confirmation-hooks";
import { discardIncomingRequestEndpoint } from "@/features/incoming-requests/contract";
import { useDiscardRequest } from "@/features/incoming-requests/hooks";
import type { IncomingRequestDetail } from "@/features/incoming-requests/schema";

interface DiscardRequestProps {
  request: IncomingRequestDetail;
  isDisabled: boolean;
}

/** Gives up one request that waits. Without its button afterwards, while the dialog is still closing. */
export function DiscardRequest({ request, isDisabled }: DiscardRequestProps) {
  const [isAsking, setIsAsking] = useState(false);
  const discard = useDiscardRequest(request.webhookId);
  useConfirmation(discardIncomingRequestEndpoint, isAsking);
  return (
    <>
      {WAITING_RESULTS.includes(request.result) && (
        <Button size="sm" disabled={isDisabled} onClick={() => setIsAsking(true)}>
          <Trash2 aria-hidden />
          Discard
        </Button>
      )}
      <ConfirmDialog
        isOpen={isAsking}
        onOpenChange={setIsAsking}
        title={`Discard this request of “${request.webhook.name}”?`}
        description="It is never processed, although its sender was told 202. The log keeps it as discarded by you, as long as it keeps any request from when it came. This can't be undone."
        confirmLabel="Discard request"
        onConfirm={async () => {
          await discard.mutateAsync(request.id);
          toast.success("Request discarded");
        }}
      />
    </>
  );
}
