import "server-only";
import { and, eq, inArray, isNull, sql } from "drizzle-orm";
import { currentTransaction, database } from "@/db/client";
import { memberships, sessions, users } from "@/db/schema";
import type { Changeable } from "@/features/audit/change";
import { changesBetween } from "@/features/audit/record";
import { permissionsOf } from "@/features/auth/permissions";
import { memberStatus } from "@/features/members/predicates";
import { holdOrReleaseDeliveriesOf } from "@/features/subscriptions/owner";
import { revokeInvitationsBy } from "@/features/team/invite";
import { ofUser } from "@/features/team/queries";
import type { Context } from "@/lib/context";
import { NotFoundError } from "@/lib/errors";
import type { Role } from "@/lib/roles";

export interface Member {
  id: number;
  name: string;
  role: Role;
  status: "active" | "disabled";
}

export const MEMBER: Changeable<number, Member> = {
  async lock(ctx, id) {
    await lockMembers(ctx, [id]);
    return { before: await readMember(ctx, id) };
  },
  read: readMember,
  target: ({ id, name }) => ({ type: "user", id: String(id), name }),
  difference: (before, { role, status }) => changesBetween(before, { role, status }),
};

/** In the order of their ids: two who hand over to each other would otherwise wait in a circle. */
export async function lockMembers(ctx: Context, ids: number[]): Promise<void> {
  await currentTransaction()
    .select({ id: memberships.userId })
    .from(memberships)
    .where(and(eq(memberships.organizationId, ctx.organizationId), inArray(memberships.userId, ids)))
    .orderBy(memberships.userId)
    .for("update");
}

/** What somebody may no longer do has to end with their role: what their subscriptions are sent, and the invitations they made. */
export async function writeRole(ctx: Context, id: number, role: Role): Promise<void> {
  await database().update(memberships).set({ role }).where(ofUser(ctx, id));
  await holdOrReleaseDeliveriesOf(ctx, id);
  if (!permissionsOf(role).has("team:write")) await revokeInvitationsBy(ctx, id);
}

export async function writeStatus(ctx: Context, id: number, status: Member["status"]): Promise<void> {
  const disabledAt = status === "disabled" ? sql`now()` : null;
  await database().update(memberships).set({ disabledAt }).where(ofUser(ctx, id));
  await holdOrReleaseDeliveriesOf(ctx, id);
  if (status === "active") return;
  await revokeInvitationsBy(ctx, id);
  await endSessions(ctx, id);
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

async function readMember(ctx: Context, id: number): Promise<Member> {
  const [row] = await database()
    .select({ name: users.name, role: memberships.role, disabledAt: memberships.disabledAt })
    .from(memberships)
    .innerJoin(users, eq(users.id, memberships.userId))
    .where(ofUser(ctx, id));
  if (!row) throw new NotFoundError("user");
  return { id, name: row.name, role: row.role, status: memberStatus(row.disabledAt) };
}
