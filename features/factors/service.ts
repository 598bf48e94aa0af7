import "server-only";
import { and, eq } from "drizzle-orm";
import { currentTransaction, database, transaction } from "@/db/client";
import { factors, recoveryCodes, sessions, users } from "@/db/schema";
import { applyChange, type Changeable } from "@/features/audit/change";
import { changesBetween, recordAudit } from "@/features/audit/record";
import { requirePerson } from "@/features/auth/require-person";
import { signOutEverywhere } from "@/features/auth/sign-out-everywhere";
import { KIND_LABELS } from "@/features/factors/kind-labels";
import { tellOwner } from "@/features/factors/mails";
import { findFactor, isFactorRequired, listFactors } from "@/features/factors/queries";
import { countRecoveryCodes, replaceRecoveryCodes } from "@/features/factors/recovery-codes";
import type { Factor } from "@/features/factors/schema";
import type { Context } from "@/lib/context";
import { ConflictError, NotFoundError } from "@/lib/errors";

export function renameFactor(ctx: Context, id: string, name: string): Promise<Factor> {
  return applyChange(ctx, FACTOR, id, ({ before }) =>
    before.name === name
      ? null
      : {
          action: "factor.renamed",
          write: () => database().update(factors).set({ name }).where(eq(factors.id, id)),
        },
  );
}

const FACTOR: Changeable<string, Factor> = {
  async lock(ctx, id) {
    const { userId } = requirePerson(ctx);
    await currentTransaction()
      .select({ id: factors.id })
      .from(factors)
      .where(and(eq(factors.userId, userId), eq(factors.id, id)))
      .for("update");
    return { before: await readOwn(ctx, id) };
  },
  read: readOwn,
  target: ({ id, name }) => ({ type: "factor", id, name }),
  difference: (before, { name }) => changesBetween(before, { name }),
};

async function readOwn(ctx: Context, id: string): Promise<Factor> {
  const factor = await findFactor(requirePerson(ctx).userId, id);
  if (!factor) throw new NotFoundError("factor");
  return factor;
}

/**
 * Signs the person out everywhere else, as it may be gone because somebody has it. Throws ConflictError for the last one of whoever's role
 * needs one.
 */
export async function removeFactor(ctx: Context, id: string): Promise<void> {
  const { userId, sessionId } = requirePerson(ctx);
  await transaction(async () => {
    // So that two tabs can't each leave one to the other.
    await currentTransaction().select({ id: users.id }).from(users).where(eq(users.id, userId)).for("update");
    const factor = await readOwn(ctx, id);
    const isLast = (await listFactors(userId)).length === 1;
    if (isLast && (await isFactorRequired(userId)))
      throw new ConflictError(
        "Your role needs a second factor, and this is your last one. Add another first.",
      );
    await database().delete(factors).where(eq(factors.id, id));
    if (isLast) await forgetFactors(userId);
    await signOutEverywhere(userId, sessionId);
    await recordAudit(ctx, {
      action: "factor.removed",
      target: { type: "factor", id, name: factor.name },
      changes: { kind: { from: factor.kind, to: null } },
    });
    const what = `${KIND_LABELS[factor.kind]} “${factor.name}” is no second factor of your account any more.`;
    await tellOwner(userId, { subject: "A second factor was removed", what }, ctx);
  });
}

/** Without a factor there is nothing to recover, and no session can say that it has shown one. */
export async function forgetFactors(userId: number): Promise<void> {
  await database().delete(factors).where(eq(factors.userId, userId));
  await database().delete(recoveryCodes).where(eq(recoveryCodes.userId, userId));
  await database().update(sessions).set({ factor: null }).where(eq(sessions.userId, userId));
}

/** All the codes from before stop working. Throws ConflictError without a second factor. */
export async function remakeRecoveryCodes(ctx: Context): Promise<string[]> {
  const { userId } = requirePerson(ctx);
  return transaction(async () => {
    await currentTransaction().select({ id: users.id }).from(users).where(eq(users.id, userId)).for("update");
    if ((await listFactors(userId)).length === 0)
      throw new ConflictError("You have no second factor. Add one first; it comes with recovery codes.");
    const left = await countRecoveryCodes(userId);
    const codes = await replaceRecoveryCodes(userId);
    await recordAudit(ctx, {
      action: "recovery_codes.remade",
      target: { type: "user", id: String(userId), name: ctx.actor.name },
      changes: { left: { from: left, to: codes.length } },
    });
    const what = "New recovery codes were made for your account. Those from before don't work any more.";
    await tellOwner(userId, { subject: "New recovery codes", what }, ctx);
    return codes;
  });
}
