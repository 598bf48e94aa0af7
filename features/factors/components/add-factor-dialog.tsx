"use client";

import { useState } from "react";
import { toast } from "@/components/toast";
import {
  Dialog,
  DialogBody,
  DialogContent,
  DialogDescription,
  DialogHeader,
  DialogTitle,
} from "@/components/ui/dialog";
import type { FactorKind } from "@/db/enums";
import { useConfirmation } from "@/features/auth/confirmation-hooks";
import { addAuthenticatorAppEndpoint } from "@/features/factors/contract";
import {
  addAuthenticatorApp,
  addPasskey,
  startAuthenticatorApp,
  useRefreshFactors,
} from "@/features/factors/hooks";
import type { AddedFactor } from "@/features/factors/schema";
import { AuthenticatorAppForm } from "./authenticator-app-form";
import { PasskeyForm } from "./passkey-form";
import { RecoveryCodesReveal } from "./recovery-codes-reveal";

interface AddFactorDialogProps {
  /** What to add; null while nothing is. */
  kind: FactorKind | null;
  isFirst: boolean;
  onClose(): void;
}

const TITLES: Record<FactorKind, string> = {
  passkey: "Add a passkey",
  authenticator_app: "Add an authenticator app",
};

export function AddFactorDialog({ kind, isFirst, onClose }: AddFactorDialogProps) {
  const [codes, setCodes] = useState<string[] | null>(null);
  const refresh = useRefreshFactors();
  useConfirmation(addAuthenticatorAppEndpoint, kind === "passkey");

  function onAdded({ factor, recoveryCodes }: AddedFactor) {
    onClose();
    setCodes(recoveryCodes);
    if (recoveryCodes === null) done(factor.name);
  }

  function done(name: string) {
    setCodes(null);
    toast.success(`${name} is added`);
    void refresh();
  }

  return (
    <>
      <Dialog open={kind !== null} onOpenChange={(next) => !next && onClose()}>
        <DialogContent>
          <DialogHeader>
            <DialogTitle>{kind && TITLES[kind]}</DialogTitle>
            <DialogDescription>
              {isFirst
                ? "From then on signing in asks for it. Everywhere else you are signed out."
                : "Signing in takes any one of your second factors."}
            </DialogDescription>
          </DialogHeader>
          <DialogBody>
            {kind === "passkey" && <PasskeyForm add={addPasskey} onAdded={onAdded} onCancel={onClose} />}
            {kind === "authenticator_app" && (
              <AuthenticatorAppForm
                start={startAuthenticatorApp}
                add={addAuthenticatorApp}
                onAdded={onAdded}
                onCancel={onClose}
              />
            )}
          </DialogBody>
        </DialogContent>
      </Dialog>
      <RecoveryCodesReveal codes={codes} onClose={() => done("Your second factor")} />
    </>
  );
}
