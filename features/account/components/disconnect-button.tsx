"use client";

import { useEffect, useState } from "react";
import { ConfirmDialog } from "@/components/confirm-dialog";
import { recoverFocus } from "@/components/focus-heading";
import { Time } from "@/components/time";
import { Button } from "@/components/ui/button";
import { useHydrated } from "@/components/use-hydrated";
import { disconnectSiteOfAccount } from "@/features/account/actions";

interface DisconnectButtonProps {
  id: string;
  name: string;
  lastUsedAt: string;
}

export function DisconnectButton({ id, name, lastUsedAt }: DisconnectButtonProps) {
  const [isAsking, setAsking] = useState(false);
  const isHydrated = useHydrated();
  // The site goes, and its button with the focus.
  useEffect(() => recoverFocus, []);

  async function disconnect() {
    const refusal = await disconnectSiteOfAccount(id);
    if (refusal !== null) throw new Error(refusal);
  }

  return (
    <>
      <Button
        variant="danger"
        aria-label={`Disconnect ${name}`}
        disabled={!isHydrated}
        onClick={() => setAsking(true)}
      >
        Disconnect
      </Button>
      <ConfirmDialog
        isOpen={isAsking}
        onOpenChange={setAsking}
        title={`Disconnect ${name}?`}
        description={
          <>
            It was last used <Time value={lastUsedAt} />, and can do nothing more from now on. Your tickets
            stay. You can connect it again from the site.
          </>
        }
        confirmLabel="Disconnect"
        onConfirm={disconnect}
      />
    </>
  );
}
