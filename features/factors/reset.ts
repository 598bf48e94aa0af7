import "server-only";
import { eq } from "drizzle-orm";
import { currentTransaction, database, transaction } from "@/db/client";
import type { FactorKind } from "@/db/enums";
import { memberships, users } from "@/db/schema";
import { recordAudit } from "@/features/audit/record";
import { kindsOf } from "@/features/auth/queries";
import { emailSchema } from "@/features/auth/schema";
import { signOutEverywhere } from "@/features/auth/sign-out-everywhere";
import { systemContext } from "@/features/auth/system-context";
import { tellOwner } from "@/features/factors/mails";
import { forgetFactors } from "@/features/factors/service";

/** Takes all factors of a person away and signs them out everywhere, in the caller's transaction. Returns their kinds. */
export async function takeFactorsAway(userId: number, by: string): Promise<FactorKind[]> {
  await currentTransaction().select({ id: users.id }).from(users).where(eq(users.id, userId)).for("update");
  const kinds = await kindsOf(userId);
  if (kinds.length === 0) return kinds;
  await forgetFactors(userId);
  await signOutEverywhere(userId);
  const what = `${by} reset the second factors of your account and signed you out. Sign in with your password, then add one again.`;
  await tellOwner(userId, { subject: "Your second factors were reset", what }, null);
  return kinds;
}

/** The way out for whoever runs the server and has lost theirs. Null where nobody has the address; else the kinds that they had. */
export function resetFactorsByOperator(email: string): Promise<FactorKind[] | null> {
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
    for (const { organizationId } of taken.length > 0 ? belongsTo : [])
      await recordAudit(systemContext("reset-factors", organizationId), {
        action: "user.factors_reset",
        target: { type: "user", id: String(user.id), name: user.name },
        changes: { factors: { from: taken, to: [] } },
      });
    return taken;
  });
}
