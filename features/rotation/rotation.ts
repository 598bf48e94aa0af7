import "server-only";
import { type SQL, sql } from "drizzle-orm";
import type { AnyPgColumn } from "drizzle-orm/pg-core";
import type { ColumnsChange } from "@/features/audit/change";
import type { Changes } from "@/features/audit/record";
import { assertPresentSecret, type Context } from "@/lib/context";
import { ConflictError } from "@/lib/errors";
import { assertLonger, overlapEnd } from "@/lib/overlap";
import { SECOND_MS } from "@/lib/time";

/** What differs from one kind of secret to the next. */
export interface SecretKind<Columns> {
  noun: "secret" | "token";
  /** What the audit log calls a rotation, after the name of what has the secret. */
  rotated: "rotated" | "secret_rotated";
  /** Takes what is kept of the old secret from the columns of the present one. */
  keepPrevious: Columns;
  dropPrevious: Columns;
  setEnd(endsAt: Date): Columns;
}

/** A secret as its row has it, which is locked. */
interface LockedSecret {
  /** Stands for the present secret, e.g. its hash: another one after each rotation. Null without one. */
  present: string | null;
  /** Until when the old one works; null if there is none, or it does no more. */
  endsAt: string | null;
}

interface Rotation<Columns> {
  /** `present` as the caller may know it, read before the row was locked: of two rotations at once one happens. */
  known: string | null;
  overlapSeconds: number;
  /** The columns of the new secret. */
  set: Columns;
}

export interface SecretCiphertexts {
  /** Null where there is none at present. */
  secretCiphertext: string | null;
  previousSecretCiphertext: string | null;
  previousSecretExpiresAt: Date | null;
}

/** Of the secrets that count: the present one, then the one before while the overlap lasts. */
export function validCiphertexts(row: SecretCiphertexts): string[] {
  const previous = overlapEnd(row.previousSecretExpiresAt) && row.previousSecretCiphertext;
  return [row.secretCiphertext, previous].filter((ciphertext) => ciphertext !== null);
}

/** Whether an overlap lasts; `overlapEnd` says the same of a row that was read. */
export function isOverlapping(previousExpiresAt: AnyPgColumn): SQL<boolean> {
  return sql<boolean>`coalesce(${previousExpiresAt} > now(), false)`;
}

/** Replaces a secret by a new one. The old one works on for the overlap; only then is there another rotation. */
export function rotateSecret<Columns extends object>(
  ctx: Context,
  kind: SecretKind<Columns>,
  { present, endsAt }: LockedSecret,
  { known, overlapSeconds, set }: Rotation<Columns>,
): ColumnsChange<Columns> {
  assertPresentSecret(ctx);
  if (present !== known)
    throw new ConflictError(
      `The ${kind.noun} was rotated by somebody else at the same moment. Ask them for the new one, or rotate it again.`,
    );
  if (endsAt !== null)
    throw new ConflictError(
      `The ${kind.noun} was just rotated, and the one before it still works. End the overlap (POST …/end-overlap) or wait until it is over, then rotate again.`,
    );
  const { columns, notes } = startOverlap(kind, overlapSeconds);
  return { action: kind.rotated, set: { ...set, ...columns }, notes };
}

/** What becomes of the old secret when it is replaced. Ends an overlap that lasts, with the secret from before. */
export function startOverlap<Columns extends object>(
  kind: SecretKind<Columns>,
  overlapSeconds: number,
): { columns: Columns; notes: Changes } {
  return {
    columns:
      overlapSeconds > 0
        ? { ...kind.keepPrevious, ...kind.setEnd(secondsFromNow(overlapSeconds)) }
        : kind.dropPrevious,
    notes: { [kind.noun]: { from: "changed", to: "changed" } },
  };
}

/** Only while the old one works, and only longer: what was refused once stays refused. */
export function extendOverlap<Columns>(
  ctx: Context,
  kind: SecretKind<Columns>,
  { endsAt, overlapSeconds }: { endsAt: string | null; overlapSeconds: number },
): ColumnsChange<Columns> {
  assertPresentSecret(ctx);
  if (endsAt === null)
    throw new ConflictError(
      `There is no overlap to extend: an old ${kind.noun} that has ended can't be brought back.`,
    );
  assertLonger(overlapSeconds, endsAt);
  return { action: "overlap_extended", set: kind.setEnd(secondsFromNow(overlapSeconds)) };
}

/** Refuses the old one from now on. Null, as there is nothing to do, without an overlap. */
export function endOverlap<Columns>(
  kind: SecretKind<Columns>,
  endsAt: string | null,
): ColumnsChange<Columns> | null {
  if (endsAt === null) return null;
  return { action: "overlap_ended", set: kind.dropPrevious };
}

function secondsFromNow(seconds: number): Date {
  return new Date(Date.now() + seconds * SECOND_MS);
}
