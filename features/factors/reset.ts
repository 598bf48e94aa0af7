import "server-only";
import { and, eq, isNull, sql } from "drizzle-orm";
import { currentTransaction, database, transaction } from "@/db/client";
import { memberships, sessions, users } from "@/db/schema";
import { recordAudit } from "@/features/audit/record";
import { endPendingSignIns } from "@/features/auth/enter";
import { emailSchema } from "@/features/auth/schema";
import { systemContext } from "@/features/auth/system-context";
import { tellOwner } from "@/features/factors/mails";
import { listFactors } from "@/features/factors/queries";
import { forgetFactors } from "@/features/factors/service";

/** Takes all factors of a person away and signs them out everywhere, in the caller's transaction. Returns how many there were. */
export async function takeFactorsAway(userId: number, by: string): Promise<number> {
  await currentTransaction().select({ id: users.id }).from(users).where(eq(users.id, userId)).for("update");
  const { length } = await listFactors(userId);
  if (length === 0) return 0;
  await forgetFactors(userId);
  await endPendingSignIns(userId);
  await database()
    .update(sessions)
    .set({ revokedAt: sql`now()` })
    .where(and(eq(sessions.userId, userId), isNull(sessions.revokedAt)));
  const what = `${by} reset the second factors of your account and signed you out. Sign in with your password, then add one again.`;
  await tellOwner(userId, { subject: "Your second factors were reset", what }, null);
  return length;
}

/** The way out for whoever runs the server and has lost theirs. Null where nobody has the address; else how many factors there were. */
export function resetFactorsByOperator(email: string): Promise<number | null> {
  return transaction(async () => {
    const [user] = await database()
      .select({ id: users.id, name: users.name })
      .from(users)
      .where(eq(users.email, emailSchema.parse(email)));
    if (!user) return null;
    const taken = await takeFactorsAway(user.id, "Whoever runs this server");
    const belongsTo = await database()
      .select({ organizationId: memberships.organizationId })
      .from(memberships)
      .where(eq(memberships.userId, user.id));
    for (const { organizationId } of taken > 0 ? belongsTo : [])
      await recordAudit(systemContext("reset-factors", organizationId), {
        action: "user.factors_reset",
        target: { type: "user", id: String(user.id), name: user.name },
        changes: { factors: { from: taken, to: 0 } },
      });
    return taken;
  });
}
