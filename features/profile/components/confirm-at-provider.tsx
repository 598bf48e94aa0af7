"use client";

import { useEffect, useEffectEvent } from "react";
import { Button } from "@/components/ui/button";
import { DialogBody, DialogFooter } from "@/components/ui/dialog";
import { onConfirmedElsewhere } from "@/features/auth/confirmation-channel";
import { confirmationHref } from "@/features/auth/links";

/** For people without a password here: they sign in at the provider again, in a window beside the form that asked. */
export function ConfirmAtProvider({ onAnswer }: { onAnswer(isConfirmed: boolean): void }) {
  const goOn = useEffectEvent(() => onAnswer(true));
  useEffect(() => onConfirmedElsewhere(goOn), []);

  return (
    <>
      <DialogBody className="text-sm">
        You have no password here. Sign in again at your provider, in a new window; this page stays as it is.
      </DialogBody>
      <DialogFooter>
        <Button onClick={() => onAnswer(false)}>Cancel</Button>
        <Button
          variant="primary"
          onClick={() => window.open(confirmationHref(), "replify-confirm", "popup,width=480,height=720")}
        >
          Sign in again
        </Button>
      </DialogFooter>
    </>
  );
}
