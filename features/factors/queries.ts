import "server-only";
import { and, desc, eq, isNotNull, type SQL, sql } from "drizzle-orm";
import { database } from "@/db/client";
import { factors, memberships, organizations } from "@/db/schema";
import { requirePerson } from "@/features/auth/require-person";
import { passkeyObstacle } from "@/features/factors/passkey-offer";
import { countRecoveryCodes } from "@/features/factors/recovery-codes";
import type { Factor, OwnFactors } from "@/features/factors/schema";
import { IS_ACTIVE_MEMBER, IS_FACTOR_REQUIRED } from "@/features/members/predicates";
import type { Context } from "@/lib/context";

export async function getOwnFactors(ctx: Context): Promise<OwnFactors> {
  const { userId } = requirePerson(ctx);
  const own = await listFactors(userId);
  return {
    factors: own,
    isRequired: await isFactorRequired(userId),
    recoveryCodesLeft: own.length > 0 ? ((await countRecoveryCodes(userId)) ?? 0) : null,
    passkeyObstacle: passkeyObstacle(),
  };
}

const COLUMNS = {
  id: factors.id,
  kind: factors.kind,
  name: factors.name,
  createdAt: factors.createdAt,
  lastUsedAt: factors.lastUsedAt,
};

/** Newest first; there are few. */
export async function listFactors(userId: number): Promise<Factor[]> {
  const rows = await database()
    .select(COLUMNS)
    .from(factors)
    .where(eq(factors.userId, userId))
    .orderBy(desc(factors.id));
  return rows.map(toFactor);
}

export async function findFactor(userId: number, id: string): Promise<Factor | null> {
  const [row] = await database()
    .select(COLUMNS)
    .from(factors)
    .where(and(eq(factors.userId, userId), eq(factors.id, id)));
  return row ? toFactor(row) : null;
}

/** Whether the role of the person needs one, in any organization that lets them in. */
export async function isFactorRequired(userId: number): Promise<boolean> {
  const rows = await database()
    .select({ id: memberships.organizationId })
    .from(memberships)
    .innerJoin(organizations, eq(organizations.id, memberships.organizationId))
    .where(and(eq(memberships.userId, userId), IS_ACTIVE_MEMBER, IS_FACTOR_REQUIRED))
    .limit(1);
  return rows.length > 0;
}

/** Of the authenticator apps of a person. */
export async function listSecrets(userId: number): Promise<{ id: string; secretCiphertext: string }[]> {
  const rows = await database()
    .select({ id: factors.id, secretCiphertext: factors.secretCiphertext })
    .from(factors)
    .where(and(eq(factors.userId, userId), isNotNull(factors.secretCiphertext)))
    .orderBy(desc(factors.id));
  return rows.map(({ id, secretCiphertext }) => ({ id, secretCiphertext: secretCiphertext ?? "" }));
}

/** Of the passkeys of a person. */
export function listCredentials(userId: number) {
  return selectCredentials(eq(factors.userId, userId));
}

/** Whose passkey it is; undefined for an unknown one. */
export async function credentialOf(credentialId: string) {
  const [found] = await selectCredentials(eq(factors.credentialId, credentialId));
  return found;
}

function selectCredentials(which: SQL) {
  return database()
    .select({
      id: factors.id,
      userId: factors.userId,
      credentialId: sql<string>`${factors.credentialId}`,
      publicKey: sql<string>`${factors.publicKey}`,
      signCount: sql<number>`${factors.signCount}`.mapWith(Number),
      transports: factors.transports,
    })
    .from(factors)
    .where(and(which, eq(factors.kind, "passkey")));
}

function toFactor({
  createdAt,
  lastUsedAt,
  ...row
}: Omit<Factor, "createdAt" | "lastUsedAt"> & { createdAt: Date; lastUsedAt: Date | null }): Factor {
  return { ...row, createdAt: createdAt.toISOString(), lastUsedAt: lastUsedAt?.toISOString() ?? null };
}
