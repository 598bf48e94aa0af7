import "server-only";
import { decryptSecret, encryptSecret } from "@/lib/keyring";

interface SecretRow {
  id: string;
  secretCiphertext: string;
  previousSecretCiphertext: string | null;
  previousSecretExpiresAt: Date | null;
}

export function sealSecret(webhookId: string, secret: string): string {
  return encryptSecret(secret, aad(webhookId));
}

/** The current secret and, within a rotation's overlap, the one before it. */
export function openSecrets(row: SecretRow): string[] {
  const inOverlap =
    row.previousSecretExpiresAt !== null && row.previousSecretExpiresAt.getTime() > Date.now();
  const ciphertexts = [row.secretCiphertext, ...(inOverlap ? [row.previousSecretCiphertext] : [])];
  return ciphertexts.filter((text) => text !== null).map((text) => decryptSecret(text, aad(row.id)));
}

function aad(webhookId: string): string {
  return `incoming_webhook|${webhookId}|secret`;
}
