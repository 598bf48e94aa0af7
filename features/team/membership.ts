import "server-only";
import { and, eq, isNull, sql } from "drizzle-orm";
import { currentTransaction, database } from "@/db/client";
import { memberships, sessions, users } from "@/db/schema";
import { ofUser } from "@/features/team/queries";
import type { Context } from "@/lib/context";
import { NotFoundError } from "@/lib/errors";
import type { Role } from "@/lib/roles";

export interface Member {
  name: string;
  role: Role;
  status: "active" | "disabled";
}

export async function lockMember(ctx: Context, id: number): Promise<Member> {
  const [row] = await currentTransaction()
    .select({ name: users.name, role: memberships.role, disabledAt: memberships.disabledAt })
    .from(memberships)
    .innerJoin(users, eq(users.id, memberships.userId))
    .where(ofUser(ctx, id))
    .for("update", { of: memberships });
  if (!row) throw new NotFoundError("user");
  return { name: row.name, role: row.role, status: row.disabledAt ? "disabled" : "active" };
}

export async function endSessions(ctx: Context, userId: number): Promise<void> {
  await database()
    .update(sessions)
    .set({ revokedAt: sql`now()` })
    .where(
      and(
        eq(sessions.organizationId, ctx.organizationId),
        eq(sessions.userId, userId),
        isNull(sessions.revokedAt),
      ),
    );
}
