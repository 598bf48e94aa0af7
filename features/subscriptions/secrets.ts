import "server-only";
import * as z from "zod";
import { BOUND_TO } from "@/db/encrypted-columns";
import { type SecretCiphertexts, validCiphertexts } from "@/features/rotation/rotation";
import { decryptSecret, encryptSecret } from "@/lib/keyring";

const headersSchema = z.record(z.string(), z.string());

export function sealSecret(subscriptionId: string, secret: string): string {
  return encryptSecret(secret, BOUND_TO.subscriptionSecret(subscriptionId));
}

export function openSecret(subscriptionId: string, ciphertext: string): string {
  return decryptSecret(ciphertext, BOUND_TO.subscriptionSecret(subscriptionId));
}

/** The current secret and, within a rotation's overlap, the one before it. */
export function openSecrets(row: { id: string } & SecretCiphertexts): string[] {
  return validCiphertexts(row).map((ciphertext) => openSecret(row.id, ciphertext));
}

/** What the target gave back in the handshake; null without one. */
export function openHookSecret(row: { id: string; hookSecretCiphertext: string | null }): string | null {
  if (row.hookSecretCiphertext === null) return null;
  return decryptSecret(row.hookSecretCiphertext, BOUND_TO.subscriptionHookSecret(row.id));
}

/** What the target gave back in the handshake. */
export function sealHookSecret(subscriptionId: string, hookSecret: string): string {
  return encryptSecret(hookSecret, BOUND_TO.subscriptionHookSecret(subscriptionId));
}

/** Also where there are none: these replace the present ones. */
export function sealPendingHeaders(subscriptionId: string, headers: Record<string, string>): string {
  return encryptSecret(JSON.stringify(headers), BOUND_TO.subscriptionHeaders(subscriptionId));
}

/** Null for no headers, so that a row without any is told apart at a glance. */
export function sealHeaders(subscriptionId: string, headers: Record<string, string>): string | null {
  return Object.keys(headers).length === 0 ? null : sealPendingHeaders(subscriptionId, headers);
}

export function readHeaders(row: { id: string; headersCiphertext: string | null }): Record<string, string> {
  if (row.headersCiphertext === null) return {};
  return headersSchema.parse(
    JSON.parse(decryptSecret(row.headersCiphertext, BOUND_TO.subscriptionHeaders(row.id))),
  );
}
