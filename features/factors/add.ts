import "server-only";
import { count, eq, sql } from "drizzle-orm";
import { currentTransaction, database, transaction } from "@/db/client";
import { BOUND_TO } from "@/db/encrypted-columns";
import type { FactorKind } from "@/db/enums";
import { factors, sessions, users } from "@/db/schema";
import { recordAudit } from "@/features/audit/record";
import { requirePerson } from "@/features/auth/require-person";
import { hasId } from "@/features/auth/session";
import { signOutEverywhere } from "@/features/auth/sign-out-everywhere";
import { KIND_LABELS } from "@/features/factors/kind-labels";
import { tellOwner } from "@/features/factors/mails";
import { askForNewPasskey, verifyNewPasskey } from "@/features/factors/passkeys";
import { findFactor, listCredentials } from "@/features/factors/queries";
import { countRecoveryCodes, replaceRecoveryCodes } from "@/features/factors/recovery-codes";
import type {
  AddAuthenticatorApp,
  AddedFactor,
  AddPasskey,
  AuthenticatorSecret,
} from "@/features/factors/schema";
import { enrollmentOf, newAuthenticatorSecret, stepOfCode } from "@/features/factors/totp";
import { grantOnce, type RateLimit, takeGrant } from "@/features/limits/rate-limit";
import type { Context } from "@/lib/context";
import { ConflictError, InvalidFieldError, NotFoundError, TooManyError } from "@/lib/errors";
import { encryptSecret } from "@/lib/keyring";

const MAX_FACTORS = 10;
/** For as long only the secret that we gave the person can be added, and once. */
const ENROLLMENT: RateLimit = { name: "authenticator-app:secret", max: 1, windowSeconds: 1800 };

/** A secret for the person's app. Nothing is stored of it but its hash, until a code shows that the app has it. */
export async function startAuthenticatorApp(ctx: Context): Promise<AuthenticatorSecret> {
  const { userId } = requirePerson(ctx);
  const { email } = await readPerson(userId);
  const secret = newAuthenticatorSecret();
  await grantOnce(ENROLLMENT, `${userId}|${secret}`);
  return { secret, ...enrollmentOf(secret, email) };
}

/** Throws InvalidError at `code` for a wrong one, and ConflictError for a secret that was not given out just now. */
export async function addAuthenticatorApp(
  ctx: Context,
  { name, secret, code }: AddAuthenticatorApp,
): Promise<AddedFactor> {
  const { userId } = requirePerson(ctx);
  const step = stepOfCode(secret, code.replace(/\s/g, ""));
  if (step === null)
    throw new InvalidFieldError(
      "code",
      "That code is not right. Enter the newest one; if it is refused again, let your device set its clock by itself.",
    );
  return transaction(async () => {
    if (!(await takeGrant(ENROLLMENT, `${userId}|${secret}`)))
      throw new ConflictError("This secret is used up or too old. Start again.");
    const id = crypto.randomUUID();
    const secretCiphertext = encryptSecret(secret, BOUND_TO.authenticatorSecret(id));
    return add(ctx, { id, kind: "authenticator_app", name, secretCiphertext, lastStep: step });
  });
}

export async function startPasskey(ctx: Context) {
  const { userId } = requirePerson(ctx);
  return askForNewPasskey({ userId, ...(await readPerson(userId)) }, await listCredentials(userId));
}

/** Throws InvalidError at `credential` for an answer that isn't to our question, and ConflictError for a passkey that is known already. */
export async function addPasskey(ctx: Context, { name, credential }: AddPasskey): Promise<AddedFactor> {
  const { userId } = requirePerson(ctx);
  const verified = await verifyNewPasskey(userId, credential);
  return transaction(() => add(ctx, { kind: "passkey", name, ...verified }));
}

type NewFactor = Pick<
  typeof factors.$inferInsert,
  "id" | "secretCiphertext" | "lastStep" | "credentialId"
> & {
  kind: FactorKind;
  name: string;
};

/**
 * The first one comes with recovery codes, and ends what was opened without it: whoever else is signed in has not shown it. The session that
 * adds one has shown it.
 */
async function add(ctx: Context, values: NewFactor): Promise<AddedFactor> {
  const { userId, sessionId } = requirePerson(ctx);
  // So that two first ones come one after the other.
  await currentTransaction().select({ id: users.id }).from(users).where(eq(users.id, userId)).for("update");
  const before = await countFactors(userId);
  if (before >= MAX_FACTORS) throw new TooManyError(`You have ${MAX_FACTORS} already. Remove one first.`);
  const [row] = await database()
    .insert(factors)
    .values({ ...values, userId, lastUsedAt: sql`now()` })
    .onConflictDoNothing()
    .returning({ id: factors.id });
  if (!row) throw new ConflictError("This passkey is in use already.");
  const { kind, name } = values;
  await database().update(sessions).set({ factor: kind }).where(hasId(sessionId));
  if (before === 0) await signOutEverywhere(userId, sessionId);
  const recoveryCodes =
    (await countRecoveryCodes(userId)) === null ? await replaceRecoveryCodes(userId) : null;
  await recordAudit(ctx, {
    action: "factor.added",
    target: { type: "factor", id: row.id, name },
    changes: {
      kind: { from: null, to: kind },
      ...(recoveryCodes && { recoveryCodes: { from: null, to: "made" } }),
    },
  });
  const what = `${KIND_LABELS[kind]} “${name}” was added to your account as a second factor.`;
  await tellOwner(userId, { subject: "A second factor was added", what }, ctx);
  const factor = await findFactor(userId, row.id);
  if (!factor) throw new Error("the factor is gone");
  return { factor, recoveryCodes };
}

async function countFactors(userId: number): Promise<number> {
  const [row] = await database().select({ all: count() }).from(factors).where(eq(factors.userId, userId));
  return row?.all ?? 0;
}

async function readPerson(userId: number): Promise<{ name: string; email: string }> {
  const [user] = await database()
    .select({ name: users.name, email: users.email })
    .from(users)
    .where(eq(users.id, userId));
  if (!user) throw new NotFoundError("user");
  return user;
}
