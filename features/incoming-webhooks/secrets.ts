import "server-only";
import { BOUND_TO } from "@/db/encrypted-columns";
import type { SignatureScheme } from "@/db/enums";
import { type SecretCiphertexts, validCiphertexts } from "@/features/rotation/rotation";
import { SECRET_PREFIX } from "@/features/signatures/secret";
import type { SignatureRule } from "@/features/signatures/verify";
import { decryptSecret, encryptSecret } from "@/lib/keyring";

const SHOWN_END = 4;

interface SignedWebhook extends SecretCiphertexts {
  id: string;
  signatureScheme: SignatureScheme;
  requireTimestamp: boolean;
}

/** What is kept of the present secret. */
export function secretColumns(
  webhookId: string,
  secret: string,
): { secretCiphertext: string; secretHint: string } {
  return {
    secretCiphertext: encryptSecret(secret, BOUND_TO.incomingWebhookSecret(webhookId)),
    secretHint: hintOf(secret),
  };
}

export function openSecret(webhookId: string, ciphertext: string): string {
  return decryptSecret(ciphertext, BOUND_TO.incomingWebhookSecret(webhookId));
}

/** The current secret and, within a rotation's overlap, the one before it. */
export function openSecrets(row: { id: string } & SecretCiphertexts): string[] {
  return validCiphertexts(row).map((ciphertext) => openSecret(row.id, ciphertext));
}

/** What the webhook's requests have to be signed by. */
export function signatureRule(webhook: SignedWebhook): SignatureRule {
  const { signatureScheme: scheme, requireTimestamp } = webhook;
  return { scheme, requireTimestamp, secrets: openSecrets(webhook) };
}

/** Too little to help a guesser, enough to tell two secrets apart. */
function hintOf(secret: string): string {
  const shown = Math.min(SHOWN_END, Math.floor(secret.length / SHOWN_END));
  return `${secret.startsWith(SECRET_PREFIX) ? SECRET_PREFIX : ""}…${secret.slice(-shown)}`;
}
