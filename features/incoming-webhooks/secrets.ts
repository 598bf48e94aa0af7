import "server-only";
import { createHmac } from "node:crypto";
import { BOUND_TO } from "@/db/encrypted-columns";
import type { SignatureScheme } from "@/db/enums";
import type { CreatedIncomingWebhook, IncomingWebhook } from "@/features/incoming-webhooks/schema";
import { type SecretCiphertexts, validCiphertexts } from "@/features/rotation/rotation";
import { generateCredential, generateSecret, signingKey } from "@/features/signatures/keys";
import { publicKey } from "@/features/signatures/public-key";
import { type SchemeChoice, schemeOf } from "@/features/signatures/schemes/schemes";
import { SECRET_PREFIX, secretRemark } from "@/features/signatures/secret";
import type { SignatureRule } from "@/features/signatures/verify";
import type { GenericSignature } from "@/lib/generic-signature";
import { decryptSecret, encryptSecret } from "@/lib/keyring";

const SHOWN_END = 4;

interface SignedWebhook extends SecretCiphertexts {
  id: string;
  signatureScheme: SignatureScheme;
  signature: GenericSignature | null;
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

/** A secret of our making, of the kind that the sender needs. */
export function newSecret(choice: SchemeChoice): string {
  return schemeOf(choice).proof === "credential" ? generateCredential() : generateSecret();
}

/** The answer that shows a secret, with what is odd about that. */
export function withSecret(webhook: IncomingWebhook, secret: string): CreatedIncomingWebhook {
  const remark = secretRemark(secret) ?? publicKeyRemark(webhook, secret);
  return { ...webhook, warnings: [...webhook.warnings, ...(remark === null ? [] : [remark])], secret };
}

function publicKeyRemark(choice: SchemeChoice, secret: string): string | null {
  const { proof = "hmac", label } = schemeOf(choice);
  if ((proof !== "ed25519" && proof !== "ecdsa") || publicKey(secret, proof)) return null;
  return `${label} signs with a key of its own: nothing is accepted before the secret is the public key that ${label} shows.`;
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
  const { signatureScheme: scheme, signature, requireTimestamp } = webhook;
  return { scheme, signature, requireTimestamp, secrets: openSecrets(webhook) };
}

/** The header of a name that the webhook chose for its secret, if it did; in lower case. */
export function credentialHeaders(choice: SchemeChoice): string[] {
  const { proof, header } = schemeOf(choice);
  return proof === "credential" ? [header.toLowerCase()] : [];
}

/** What proves to a sender's challenge that we have its secret: HMAC-SHA256 in hex. */
export function answerTo(webhook: { id: string } & SecretCiphertexts, challenge: string): string {
  const [secret = ""] = openSecrets(webhook);
  return createHmac("sha256", signingKey(secret, "text")).update(challenge).digest("hex");
}

/** Too little to help a guesser, enough to tell two secrets apart. */
function hintOf(secret: string): string {
  const shown = Math.min(SHOWN_END, Math.floor(secret.length / SHOWN_END));
  return `${secret.startsWith(SECRET_PREFIX) ? SECRET_PREFIX : ""}…${secret.slice(-shown)}`;
}
