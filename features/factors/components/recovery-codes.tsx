"use client";

import { useState } from "react";
import { Banner } from "@/components/banner";
import { ConfirmDialog } from "@/components/confirm-dialog";
import { Button } from "@/components/ui/button";
import { remakeRecoveryCodes, useRefreshFactors } from "@/features/factors/hooks";
import { RecoveryCodesReveal } from "./recovery-codes-reveal";

/** From here on it is time for new ones. */
const FEW = 3;

export function RecoveryCodes({ left }: { left: number }) {
  const [isAsking, setIsAsking] = useState(false);
  const [codes, setCodes] = useState<string[] | null>(null);
  const refresh = useRefreshFactors();
  const count = left === 1 ? "1 recovery code is left." : `${left} recovery codes are left.`;

  async function confirm() {
    setCodes((await remakeRecoveryCodes()).recoveryCodes);
  }

  const button = (
    <Button size="sm" onClick={() => setIsAsking(true)}>
      Make new codes
    </Button>
  );
  return (
    <>
      {left <= FEW ? (
        <Banner label="Recovery codes">
          <p>
            <strong>{left === 0 ? "No recovery code is left." : count}</strong> Make new ones, so that you get
            in without your phone or passkey.
          </p>
          {button}
        </Banner>
      ) : (
        <p className="flex flex-wrap items-center gap-3 text-sm">
          <span>{count}</span>
          {button}
        </p>
      )}
      <ConfirmDialog
        isOpen={isAsking}
        onOpenChange={setIsAsking}
        title="Make new recovery codes?"
        description="Those you have now stop working."
        confirmLabel="Make new codes"
        tone="default"
        onConfirm={confirm}
      />
      <RecoveryCodesReveal
        codes={codes}
        onClose={() => {
          setCodes(null);
          void refresh();
        }}
      />
    </>
  );
}
