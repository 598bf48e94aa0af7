"use client";

import { ConfirmDialog } from "@/components/confirm-dialog";
import { Time } from "@/components/time";
import { toast } from "@/components/toast";
import { useRevokeOAuthSessions } from "@/features/oauth-sessions/hooks";
import type { OAuthSession } from "@/features/oauth-sessions/schema";

interface RevokeSessionsDialogProps {
  sessions: OAuthSession[];
  isOpen: boolean;
  onOpenChange(isOpen: boolean): void;
  onRevoked?(): void;
}

/** Ends one session or those that were chosen. */
export function RevokeSessionsDialog({
  sessions,
  isOpen,
  onOpenChange,
  onRevoked,
}: RevokeSessionsDialogProps) {
  const revoke = useRevokeOAuthSessions();
  const [first] = sessions;
  const isOne = sessions.length === 1;
  const what = isOne ? "session" : `${sessions.length} sessions`;
  return (
    <ConfirmDialog
      isOpen={isOpen}
      onOpenChange={onOpenChange}
      title={isOne && first ? `Revoke ${titleOf(first)}?` : `Revoke ${what}?`}
      description={
        <>
          {isOne && first && (
            <>
              Last used <Time value={first.lastUsedAt} />.{" "}
            </>
          )}
          {isOne ? "The app is" : "Their apps are"} refused from the next call on.{" "}
          {isOne ? "The customer" : "Each customer"} can connect again.
        </>
      }
      confirmLabel={`Revoke ${what}`}
      onConfirm={async () => {
        await revoke.mutateAsync(sessions.map(({ id }) => id));
        toast.success(isOne ? "Session revoked" : `${sessions.length} sessions revoked`);
        onRevoked?.();
      }}
    />
  );
}

function titleOf({ customer, client, host }: OAuthSession): string {
  return `the session of ${customer.name ?? customer.email} with “${client.name}”${host ? ` on ${host}` : ""}`;
}
