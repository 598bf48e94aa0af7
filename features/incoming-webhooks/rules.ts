import type { SignatureScheme } from "@/db/enums";
import { SENDERS } from "@/features/incoming-webhooks/presets";
import { InvalidError, type Issue } from "@/lib/errors";

interface Settings {
  signatureScheme: SignatureScheme;
  requireTimestamp: boolean;
  secret?: string | undefined;
}

/** Half a key is no key: what is left of a mistyped secret would be easy to guess. */
const MIN_KEY_CHARACTERS = 22;
const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

/** Settings that can't work together: every request would be refused, or a forged one accepted. */
export function settingsProblem({
  signatureScheme,
  requireTimestamp,
  secret,
}: Settings): (Issue & { path: "requireTimestamp" | "secret" }) | null {
  if (requireTimestamp && SENDERS[signatureScheme].timestamp === "never") {
    const message = "Signatures of this sender cover no timestamp: turn the requirement off.";
    return { path: "requireTimestamp", message };
  }
  if (signatureScheme !== "standard_webhooks" || !secret?.startsWith("whsec_")) return null;
  const encoded = secret.slice("whsec_".length);
  if (BASE64.test(encoded) && encoded.length >= MIN_KEY_CHARACTERS) return null;
  return {
    path: "secret",
    message: "After whsec_ Standard Webhooks wants 16 bytes or more in base64. Copy the secret again.",
  };
}

export function assertSettings(settings: Settings): void {
  const problem = settingsProblem(settings);
  if (problem) throw new InvalidError(problem.message, [problem]);
}
