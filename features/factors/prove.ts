import "server-only";
import { and, eq, isNull, lt, or, type SQL, sql } from "drizzle-orm";
import { database, transaction } from "@/db/client";
import { BOUND_TO } from "@/db/encrypted-columns";
import type { SessionFactor } from "@/db/enums";
import { factors } from "@/db/schema";
import { recordSignIn } from "@/features/auth/record-sign-in";
import { countCode } from "@/features/factors/limits";
import { tellOwner } from "@/features/factors/mails";
import { type ChallengeFor, verifyPasskey } from "@/features/factors/passkeys";
import { credentialOf, listSecrets } from "@/features/factors/queries";
import {
  countRecoveryCodes,
  isRecoveryCodeLeft,
  recoveryHash,
  spendRecoveryCode,
} from "@/features/factors/recovery-codes";
import type { PasskeyAnswer } from "@/features/factors/schema";
import { stepOfCode } from "@/features/factors/totp";
import type { Client } from "@/lib/context";
import { InvalidError } from "@/lib/errors";
import { decryptSecret } from "@/lib/keyring";

export type FactorProof = { code: string } | { passkey: PasskeyAnswer };

/** A second factor that was right, and is not used up yet. */
export interface Proven {
  factor: SessionFactor;
  /** Uses it up, in the transaction of what it opens. Throws InvalidError for whoever comes second with it. */
  spend(): Promise<void>;
}

interface Prover {
  userId: number;
  client: Client;
  /** A browser that the person has used before. */
  knownPlace: string | null;
  /** What a passkey was asked for. */
  subject: ChallengeFor;
}

/** Checks a code of an authenticator app, a recovery code, or a passkey. Throws InvalidError for a wrong one, RateLimitedError after too many. */
export function prove(prover: Prover, proof: FactorProof): Promise<Proven> {
  return "code" in proof ? proveCode(prover, proof.code) : provePasskey(prover, proof.passkey);
}

async function proveCode({ userId, client, knownPlace }: Prover, typed: string): Promise<Proven> {
  const counted = await countCode(userId, knownPlace);
  const digits = typed.replace(/\s/g, "");
  const proven = /^\d{6}$/.test(digits)
    ? await proveApp(userId, digits)
    : await proveRecovery(userId, typed, client);
  if (!proven) {
    await recordRefusal(userId, client, counted);
    throw wrongCode(WRONG);
  }
  await counted.refund();
  return proven;
}

const WRONG =
  "That code is not right. Enter the newest one; if it is refused again, let your device set its clock by itself. A recovery code works once.";

async function proveApp(userId: number, code: string): Promise<Proven | null> {
  for (const { id, secretCiphertext } of await listSecrets(userId)) {
    const step = stepOfCode(decryptSecret(secretCiphertext, BOUND_TO.authenticatorSecret(id)), code);
    if (step !== null) return { factor: "authenticator_app", spend: () => spendStep(id, step) };
  }
  return null;
}

/** The code of a step is taken once: whoever looked over a shoulder can't use it again (RFC 6238 §5.2). */
async function spendStep(id: string, step: number): Promise<void> {
  const isNewer = or(isNull(factors.lastStep), lt(factors.lastStep, step));
  if (await noteUse(and(eq(factors.id, id), isNewer), { lastStep: step })) return;
  throw wrongCode("This code was used already. Wait for the next one.");
}

async function proveRecovery(userId: number, typed: string, client: Client): Promise<Proven | null> {
  const hash = recoveryHash(userId, typed);
  if (hash === null || !(await isRecoveryCodeLeft(userId, hash))) return null;
  return {
    factor: "recovery_code",
    async spend() {
      if (!(await spendRecoveryCode(userId, hash))) throw wrongCode("This recovery code was used already.");
      const left = (await countRecoveryCodes(userId)) ?? 0;
      await recordSignIn(userId, client, {
        action: "recovery_code.used",
        changes: { left: { from: left + 1, to: left } },
      });
      const what = `A recovery code was used for your account. ${left === 1 ? "1 is" : `${left} are`} left; you can make new ones in your profile.`;
      await tellOwner(userId, { subject: "A recovery code was used", what }, client);
    },
  };
}

async function provePasskey({ userId, client, subject }: Prover, answer: PasskeyAnswer): Promise<Proven> {
  const stored = await credentialOf(answer.id);
  const isOwn = stored?.userId === userId;
  const signCount = isOwn ? await verifyPasskey(subject, answer, stored) : null;
  if (!stored || signCount === null) {
    await recordRefusal(userId, client, { isLast: false });
    throw new InvalidError("The passkey was not accepted. Try again.", [
      { path: "passkey", message: "The passkey was not accepted. Try again." },
    ]);
  }
  return {
    factor: "passkey",
    async spend() {
      // Another answer may have come in between; only a count that went on is one of the same device.
      const isAhead = signCount === 0 ? eq(factors.signCount, 0) : lt(factors.signCount, signCount);
      if (await noteUse(and(eq(factors.id, stored.id), isAhead), { signCount })) return;
      throw new InvalidError("The passkey was used elsewhere in this moment. Try again.", [
        { path: "passkey", message: "The passkey was used elsewhere in this moment. Try again." },
      ]);
    },
  };
}

async function noteUse(
  which: SQL | undefined,
  set: { lastStep: number } | { signCount: number },
): Promise<boolean> {
  const used = await database()
    .update(factors)
    .set({ ...set, lastUsedAt: sql`now()` })
    .where(which)
    .returning({ id: factors.id });
  return used.length > 0;
}

/** In a transaction of its own, since what was refused must stay on record. */
async function recordRefusal(userId: number, client: Client, { isLast }: { isLast: boolean }): Promise<void> {
  await transaction(async () => {
    await recordSignIn(userId, client, { action: "second_factor.refused", outcome: "failure" });
    const what =
      "Somebody entered several wrong codes after your password, so further ones have to wait. Nobody got in. If it was not you, somebody knows your password: change it.";
    if (isLast) await tellOwner(userId, { subject: "Wrong codes for your account", what }, client);
  });
}

function wrongCode(message: string): InvalidError {
  return new InvalidError(message, [{ path: "code", message }]);
}
