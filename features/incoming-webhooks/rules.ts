import { type SchemeChoice, schemeOf } from "@/features/signatures/schemes/schemes";
import { encodedKey, SECRET_PREFIX } from "@/features/signatures/secret";
import { InvalidError, type Issue } from "@/lib/errors";

interface Settings extends SchemeChoice {
  requireTimestamp: boolean;
  secret?: string | undefined;
}

/** Half a key is no key: what is left of a mistyped secret would be easy to guess. */
const MIN_KEY_CHARACTERS = 22;

/** Settings that can't work together: every request would be refused, or a forged one accepted. */
export function settingsProblem({
  requireTimestamp,
  secret,
  ...choice
}: Settings): (Issue & { path: "requireTimestamp" | "secret" }) | null {
  const { timestamp, key } = schemeOf(choice);
  if (requireTimestamp && timestamp === "never") {
    const message = "Signatures of this sender cover no timestamp: turn the requirement off.";
    return { path: "requireTimestamp", message };
  }
  if (key === "text" || !secret?.startsWith(SECRET_PREFIX)) return null;
  if ((encodedKey(secret)?.length ?? 0) >= MIN_KEY_CHARACTERS) return null;
  return {
    path: "secret",
    message: "After whsec_ Standard Webhooks wants 16 bytes or more in base64. Copy the secret again.",
  };
}

export function assertSettings(settings: Settings): void {
  const problem = settingsProblem(settings);
  if (problem) throw new InvalidError(problem.message, [problem]);
}
