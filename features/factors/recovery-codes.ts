import "server-only";
import { createHash, randomBytes } from "node:crypto";
import { and, count, eq, isNull, sql } from "drizzle-orm";
import { database } from "@/db/client";
import { recoveryCodes } from "@/db/schema";

const RECOVERY_CODES = 10;
/** Crockford's: what looks alike is one letter. */
const ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz";
const LENGTH = 24;
const FORMAT = new RegExp(`^[${ALPHABET}]{${LENGTH}}$`);

/** Takes the place of all that were there. In the caller's transaction, with the person locked. */
export async function replaceRecoveryCodes(userId: number): Promise<string[]> {
  await database().delete(recoveryCodes).where(eq(recoveryCodes.userId, userId));
  const codes = Array.from({ length: RECOVERY_CODES }, newCode);
  await database()
    .insert(recoveryCodes)
    .values(codes.map((code) => ({ userId, hash: hashOf(userId, code) })));
  return codes.map((code) => code.replace(/.{4}(?=.)/g, "$&-"));
}

/** How many still work; null if none were ever made. */
export async function countRecoveryCodes(userId: number): Promise<number | null> {
  const [row] = await database()
    .select({
      all: count(),
      left: sql<number>`(count(*) filter (where ${recoveryCodes.usedAt} is null))::int`,
    })
    .from(recoveryCodes)
    .where(eq(recoveryCodes.userId, userId));
  return row && row.all > 0 ? row.left : null;
}

/** The hash of a code as it was typed; null for what can't be one. */
export function recoveryHash(userId: number, typed: string): string | null {
  const code = typed.toLowerCase().replace(/[\s-]/g, "").replace(/o/g, "0").replace(/[il]/g, "1");
  return FORMAT.test(code) ? hashOf(userId, code) : null;
}

export async function isRecoveryCodeLeft(userId: number, hash: string): Promise<boolean> {
  const rows = await database()
    .select({ id: recoveryCodes.id })
    .from(recoveryCodes)
    .where(isLeft(userId, hash));
  return rows.length > 0;
}

/** False for whoever comes second with the same one. */
export async function spendRecoveryCode(userId: number, hash: string): Promise<boolean> {
  const spent = await database()
    .update(recoveryCodes)
    .set({ usedAt: sql`now()` })
    .where(isLeft(userId, hash))
    .returning({ id: recoveryCodes.id });
  return spent.length > 0;
}

function isLeft(userId: number, hash: string) {
  return and(eq(recoveryCodes.userId, userId), eq(recoveryCodes.hash, hash), isNull(recoveryCodes.usedAt));
}

/** 120 random bits, so that a fast hash is as good as a slow one. */
function newCode(): string {
  return Array.from(randomBytes(LENGTH), (byte) => ALPHABET[byte % ALPHABET.length]).join("");
}

function hashOf(userId: number, code: string): string {
  return createHash("sha256").update(`recovery|${userId}|${code}`).digest("hex");
}
