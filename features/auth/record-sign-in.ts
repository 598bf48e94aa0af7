import "server-only";
import { and, eq } from "drizzle-orm";
import { database } from "@/db/client";
import { memberships, users } from "@/db/schema";
import { type AuditEntry, recordAudit } from "@/features/audit/record";
import { systemContext } from "@/features/auth/system-context";
import { IS_ACTIVE_MEMBER } from "@/features/members/predicates";
import type { Client } from "@/lib/context";

interface SignInRecord extends Pick<AuditEntry, "action" | "outcome" | "changes"> {
  /** Leave out organizations that no longer let the person in. */
  onlyOpen?: boolean;
}

/**
 * Records in every organization of a person what came of signing in as them; false if there is none. Whoever it was has not shown to be that
 * person, so the actor is the sign-in itself.
 */
export async function recordSignIn(
  userId: number,
  { ip, userAgent }: Client,
  { onlyOpen = false, ...entry }: SignInRecord,
): Promise<boolean> {
  const belongsTo = await database()
    .select({ organizationId: memberships.organizationId, name: users.name })
    .from(memberships)
    .innerJoin(users, eq(users.id, memberships.userId))
    .where(and(eq(memberships.userId, userId), onlyOpen ? IS_ACTIVE_MEMBER : undefined));
  for (const { organizationId, name } of belongsTo)
    await recordAudit(
      { ...systemContext("sign-in", organizationId), ip, userAgent },
      { ...entry, target: { type: "user", id: String(userId), name } },
    );
  return belongsTo.length > 0;
}
