import "server-only";
import {
  generateAuthenticationOptions,
  generateRegistrationOptions,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
} from "@simplewebauthn/server";
import { passkeyObstacle } from "@/features/factors/passkey-offer";
import type { NewCredential, PasskeyAnswer } from "@/features/factors/schema";
import { grantOnce, type RateLimit, takeGrant } from "@/features/limits/rate-limit";
import { env } from "@/lib/env";
import { ConflictError, InvalidFieldError } from "@/lib/errors";
import { log } from "@/lib/log";

/** Kept by its hash until somebody answers it, once, or too late. */
const CHALLENGE: RateLimit = { name: "passkey-challenge", max: 1, windowSeconds: 300 };
const TIMEOUT_MS = CHALLENGE.windowSeconds * 1000;

/** What a challenge was asked for: an answer to it is worth nothing elsewhere. */
export type ChallengeFor =
  | `add:${number}`
  | `confirm:${number}`
  /** Of a sign-in whose password was right. */
  | `pending:${string}`
  | "sign-in";

export interface StoredCredential {
  credentialId: string;
  publicKey: string;
  signCount: number;
  transports: string[] | null;
}

type Known = Pick<StoredCredential, "credentialId" | "transports">;

interface Account {
  userId: number;
  name: string;
  email: string;
}

export async function askForNewPasskey({ userId, name, email }: Account, existing: Known[]) {
  assertOffered();
  const options = await generateRegistrationOptions({
    ...party(),
    rpName: "Replify",
    userID: new TextEncoder().encode(String(userId)),
    userName: email,
    userDisplayName: name,
    timeout: TIMEOUT_MS,
    excludeCredentials: existing.map(toDescriptor),
    // Found without an account's name, where the device can: it then signs in by itself. It asks for a finger, a face or a PIN in any case.
    authenticatorSelection: { residentKey: "preferred", userVerification: "required" },
  });
  await grantOnce(CHALLENGE, subjectOf(`add:${userId}`, options.challenge));
  return options;
}

/** Throws InvalidError at `credential` for an answer that is not ours, too late, or the second to the same challenge. */
export async function verifyNewPasskey(userId: number, answer: NewCredential): Promise<StoredCredential> {
  assertOffered();
  const verified = await verifyRegistrationResponse({
    // Checked by its schema as far as it is read; what is inside, the library decodes and checks itself.
    response: answer as Parameters<typeof verifyRegistrationResponse>[0]["response"],
    expectedChallenge: (challenge) => takeGrant(CHALLENGE, subjectOf(`add:${userId}`, challenge)),
    expectedOrigin: env.APP_URL,
    expectedRPID: party().rpID,
    requireUserVerification: true,
  }).catch(asRefusal);
  if (!verified?.verified) throw new InvalidFieldError("credential", REFUSED);
  const { id, publicKey, counter, transports } = verified.registrationInfo.credential;
  return {
    credentialId: id,
    publicKey: Buffer.from(publicKey).toString("base64url"),
    signCount: counter,
    transports: transports ?? null,
  };
}

/** Without `known`, for whoever has a passkey that the device finds by itself. */
export async function askForPasskey(subject: ChallengeFor, known?: Known[]) {
  assertOffered();
  const options = await generateAuthenticationOptions({
    ...party(),
    timeout: TIMEOUT_MS,
    userVerification: "required",
    ...(known && { allowCredentials: known.map(toDescriptor) }),
  });
  await grantOnce(CHALLENGE, subjectOf(subject, options.challenge));
  return options;
}

/** The new count of signatures; null for an answer that is not ours, too late, or comes from a copy of the key. */
export async function verifyPasskey(
  subject: ChallengeFor,
  answer: PasskeyAnswer,
  stored: StoredCredential,
): Promise<number | null> {
  assertOffered();
  const verified = await verifyAuthenticationResponse({
    response: answer as Parameters<typeof verifyAuthenticationResponse>[0]["response"],
    expectedChallenge: (challenge) => takeGrant(CHALLENGE, subjectOf(subject, challenge)),
    expectedOrigin: env.APP_URL,
    expectedRPID: party().rpID,
    requireUserVerification: true,
    credential: {
      id: stored.credentialId,
      publicKey: new Uint8Array(Buffer.from(stored.publicKey, "base64url")),
      counter: stored.signCount,
    },
  }).catch(asRefusal);
  return verified?.verified ? verified.authenticationInfo.newCounter : null;
}

const REFUSED = "The passkey was not accepted. Try again.";

/** The library says by throwing what is wrong, a count that went back among it. */
function asRefusal(error: unknown): null {
  log.warn({ err: error }, "a passkey was refused");
  return null;
}

function assertOffered(): void {
  const obstacle = passkeyObstacle();
  if (obstacle) throw new ConflictError(obstacle);
}

function party(): { rpID: string } {
  return { rpID: new URL(env.APP_URL).hostname };
}

function toDescriptor({ credentialId, transports }: Known) {
  return { id: credentialId, ...(transports && { transports }) };
}

function subjectOf(subject: ChallengeFor, challenge: string): string {
  return `${subject}|${challenge}`;
}
