"use client";

import { useState } from "react";
import { ConfirmDialog } from "@/components/confirm-dialog";
import { toast } from "@/components/toast";
import { Button } from "@/components/ui/button";
import { useConfirmation } from "@/features/auth/confirmation-hooks";
import { useCan } from "@/features/auth/hooks";
import { revokeInvitationEndpoint } from "@/features/team/contract";
import { useRefreshInvitations, useResendInvitation, useRevokeInvitation } from "@/features/team/hooks";
import type { Invitation, ResentInvitation } from "@/features/team/schema";
import { InvitationLinks } from "./invitation-links";

export function InvitationActions({ invitation }: { invitation: Invitation }) {
  const [asking, setAsking] = useState<"resend" | "revoke" | null>(null);
  const [resent, setResent] = useState<ResentInvitation | null>(null);
  const mayWrite = useCan("team:write");
  const resend = useResendInvitation();
  const revoke = useRevokeInvitation();
  useConfirmation(revokeInvitationEndpoint, asking !== null);
  const refresh = useRefreshInvitations();
  const { id, email, status } = invitation;
  const isOpen = status === "pending" || status === "expired";
  if (!isOpen && !resent) return null;
  if (!mayWrite) return <span className="text-xs text-muted-foreground">An admin can resend or revoke</span>;
  const close = (next: boolean) => !next && setAsking(null);

  async function confirmRevoke() {
    await revoke.mutateAsync(id);
    toast.success(`The invitation of ${email} is revoked`);
  }

  return (
    <span className="inline-flex gap-1.5">
      <Button size="sm" aria-label={`Resend to ${email}`} onClick={() => setAsking("resend")}>
        Resend
      </Button>
      <Button
        size="sm"
        variant="danger"
        aria-label={`Revoke for ${email}`}
        onClick={() => setAsking("revoke")}
      >
        Revoke
      </Button>
      <ConfirmDialog
        isOpen={asking === "resend"}
        onOpenChange={close}
        title={`Make a new link for ${email}?`}
        description="The link that was sent before stops working."
        confirmLabel="Make new link"
        tone="default"
        onConfirm={async () => setResent(await resend.mutateAsync(id))}
      />
      <ConfirmDialog
        isOpen={asking === "revoke"}
        onOpenChange={close}
        title={`Revoke the invitation of ${email}?`}
        description="The link stops working. You can invite them again."
        confirmLabel="Revoke invitation"
        onConfirm={confirmRevoke}
      />
      {resent && (
        <InvitationLinks
          title="New link made"
          invitations={[resent]}
          isMailed={resent.mailed}
          onClose={() => {
            setResent(null);
            void refresh();
          }}
        />
      )}
    </span>
  );
}
