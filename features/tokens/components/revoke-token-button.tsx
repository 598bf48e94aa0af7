"use client";

import { useState } from "react";
import { ConfirmDialog } from "@/components/confirm-dialog";
import { Time } from "@/components/time";
import { toast } from "@/components/toast";
import { Button } from "@/components/ui/button";
import { useCan } from "@/features/auth/hooks";
import { useRevokeToken } from "@/features/tokens/hooks";
import type { Token } from "@/features/tokens/schema";

export function RevokeTokenButton({ token }: { token: Token }) {
  const [isAsking, setIsAsking] = useState(false);
  const revoke = useRevokeToken();
  const mayRevoke = useCan("tokens:write");

  async function confirm() {
    await revoke.mutateAsync(token.id);
    toast.success(`Token “${token.name}” revoked`);
  }

  return (
    <>
      <Button variant="danger" disabled={!mayRevoke} onClick={() => setIsAsking(true)}>
        Revoke token
      </Button>
      <ConfirmDialog
        isOpen={isAsking}
        onOpenChange={setIsAsking}
        title={`Revoke token “${token.name}”?`}
        description={<Consequence token={token} />}
        confirmLabel="Revoke token"
        onConfirm={confirm}
      />
    </>
  );
}

function Consequence({ token }: { token: Token }) {
  return (
    <>
      {token.lastUsedAt ? (
        <>
          Last used <Time value={token.lastUsedAt} />
          {token.lastUsedRoute && (
            <>
              {" "}
              for <span className="font-mono text-xs wrap-anywhere">{token.lastUsedRoute}</span>
            </>
          )}
          .{" "}
        </>
      ) : (
        "It was never used. "
      )}
      Whatever still sends it is refused from its next call on. This can't be undone.
    </>
  );
}
