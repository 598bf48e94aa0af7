"use client";

import { useState } from "react";
import { ConfirmDialog } from "@/components/confirm-dialog";
import { toast } from "@/components/toast";
import { Button } from "@/components/ui/button";
import { useCan } from "@/features/auth/hooks";

interface RevokeAllButtonProps {
  /** Of what: "“Troubleshooter”", "Dana Whitfield". */
  of: string;
  /** How many are active, as text: there may be more than were counted. */
  count: string;
  isDisabled: boolean;
  onRevoke(): Promise<unknown>;
}

/** Ends all sessions of an app, or of a customer. */
export function RevokeAllButton({ of, count, isDisabled, onRevoke }: RevokeAllButtonProps) {
  const canWrite = useCan("oauth_clients:write");
  const [isAsking, setAsking] = useState(false);
  return (
    <>
      <Button size="sm" variant="danger" disabled={!canWrite || isDisabled} onClick={() => setAsking(true)}>
        Revoke all sessions
      </Button>
      <ConfirmDialog
        isOpen={isAsking}
        onOpenChange={setAsking}
        title={`Revoke all sessions of ${of}?`}
        description={`Ends ${count}, from the next call of each on. The customers' data stays, and they can connect again.`}
        confirmLabel="Revoke all sessions"
        onConfirm={async () => {
          await onRevoke();
          toast.success(`All sessions of ${of} revoked`);
        }}
      />
    </>
  );
}
