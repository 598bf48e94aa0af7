import "server-only";
import { decryptSecret, encryptSecret } from "@/lib/keyring";
import { overlapEnd } from "@/lib/overlap";

const SHOWN_END = 4;

interface SecretRow {
  id: string;
  secretCiphertext: string;
  previousSecretCiphertext: string | null;
  previousSecretExpiresAt: Date | null;
}

/** What is kept of the present secret. */
export function secretColumns(
  webhookId: string,
  secret: string,
): { secretCiphertext: string; secretHint: string } {
  return { secretCiphertext: encryptSecret(secret, aad(webhookId)), secretHint: hintOf(secret) };
}

export function openSecret(webhookId: string, ciphertext: string): string {
  return decryptSecret(ciphertext, aad(webhookId));
}

/** The current secret and, within a rotation's overlap, the one before it. */
export function openSecrets(row: SecretRow): string[] {
  const isOver = overlapEnd(row.previousSecretExpiresAt) === null;
  const ciphertexts = [row.secretCiphertext, isOver ? null : row.previousSecretCiphertext];
  return ciphertexts.filter((text) => text !== null).map((text) => openSecret(row.id, text));
}

/** Too little to help a guesser, enough to tell two secrets apart. */
function hintOf(secret: string): string {
  const shown = Math.min(SHOWN_END, Math.floor(secret.length / SHOWN_END));
  return `${secret.startsWith("whsec_") ? "whsec_" : ""}…${secret.slice(-shown)}`;
}

function aad(webhookId: string): string {
  return `incoming_webhook|${webhookId}|secret`;
}
