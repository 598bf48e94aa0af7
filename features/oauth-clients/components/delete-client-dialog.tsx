"use client";

import { ConfirmDialog } from "@/components/confirm-dialog";
import { Time } from "@/components/time";
import { toast } from "@/components/toast";
import { useConfirmation } from "@/features/auth/confirmation-hooks";
import { deleteOAuthClientEndpoint } from "@/features/oauth-clients/contract";
import { useDeleteOAuthClient } from "@/features/oauth-clients/hooks";
import type { OAuthClient } from "@/features/oauth-clients/schema";
import { counted } from "@/lib/format-number";

interface DeleteClientDialogProps {
  client: OAuthClient;
  isOpen: boolean;
  onOpenChange(isOpen: boolean): void;
  onDeleted(): void;
}

export function DeleteClientDialog({ client, isOpen, onOpenChange, onDeleted }: DeleteClientDialogProps) {
  const remove = useDeleteOAuthClient();
  useConfirmation(deleteOAuthClientEndpoint, isOpen);
  const { activeSessions, lastTokenAt } = client;
  return (
    <ConfirmDialog
      isOpen={isOpen}
      onOpenChange={onOpenChange}
      title={`Delete app “${client.name}”?`}
      description={
        <>
          <p>
            {sessionsEnd(activeSessions)}{" "}
            {lastTokenAt ? <LastToken at={lastTokenAt} /> : "It never got a token."}
          </p>
          <p>Whoever runs it has to connect with another app. The tickets stay. This can't be undone.</p>
        </>
      }
      confirmLabel="Delete app"
      {...(activeSessions > 0 ? { typedName: client.name } : {})}
      onConfirm={async () => {
        await remove.mutateAsync(client.id);
        toast.success(`Deleted “${client.name}”`);
        onDeleted();
      }}
    />
  );
}

function LastToken({ at }: { at: string }) {
  return (
    <>
      Last token <Time value={at} />.
    </>
  );
}

function sessionsEnd(count: number): string {
  if (count === 0) return "No customer is connected.";
  const ends = counted(count, "session ends", "sessions end");
  return `${ends} on the next call.`;
}
