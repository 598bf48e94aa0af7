import type { FactorKind } from "@/db/enums";

export const KIND_LABELS: Record<FactorKind, string> = {
  passkey: "Passkey",
  authenticator_app: "Authenticator app",
};
