"use client";

import { SecretReveal } from "@/components/secret-reveal";

interface RecoveryCodesRevealProps {
  /** Null while there is nothing to show. */
  codes: string[] | null;
  onClose(): void;
}

export function RecoveryCodesReveal({ codes, onClose }: RecoveryCodesRevealProps) {
  return (
    <SecretReveal
      isOpen={codes !== null}
      title="Keep your recovery codes"
      description="Each signs you in once when your phone or passkey is not at hand. Keep them where you find them without it, in a password manager or on paper."
      fields={[{ label: "Recovery codes", value: (codes ?? []).join("\n") }]}
      textFilename="replify-recovery-codes.txt"
      onClose={onClose}
    />
  );
}
