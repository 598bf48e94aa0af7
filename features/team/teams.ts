import "server-only";
import { and, eq, inArray, isNull, sql } from "drizzle-orm";
import { currentTransaction, database, transaction } from "@/db/client";
import { memberships, subscriptions, teamMembers, teams } from "@/db/schema";
import { applyChange, type Changeable } from "@/features/audit/change";
import { changesBetween, recordAudit } from "@/features/audit/record";
import type { Team } from "@/features/members/schema";
import { getTeam } from "@/features/team/queries";
import type { CreateTeam, UpdateTeam } from "@/features/team/schema";
import { authorize, type Context } from "@/lib/context";
import { AppError, ConflictError, InvalidError } from "@/lib/errors";

/** Throws a conflict at `name` when another team of the organization has it, in whatever case. */
export async function createTeam(ctx: Context, { name }: CreateTeam): Promise<Team> {
  authorize(ctx, "team:write");
  return transaction(async () => {
    const [row] = await database()
      .insert(teams)
      .values({ organizationId: ctx.organizationId, name })
      .onConflictDoNothing()
      .returning({ id: teams.id });
    if (!row) throw nameTaken(name);
    await recordAudit(ctx, { action: "team.created", target: targetOf({ id: row.id, name }) });
    return getTeam(ctx, row.id);
  });
}

export async function updateTeam(ctx: Context, id: number, { name }: UpdateTeam): Promise<Team> {
  authorize(ctx, "team:write");
  return applyChange(ctx, TEAM, id, () => {
    if (name === undefined) return null;
    return { action: "team.updated", write: () => rename(ctx, id, name) };
  });
}

async function rename(ctx: Context, id: number, name: string): Promise<void> {
  await database()
    .update(teams)
    .set({ name })
    .where(own(ctx, id))
    .catch((error: unknown) => {
      throw isUniqueViolation(error) ? nameTaken(name) : error;
    });
}

/** Throws ConflictError while a subscription names the team: its events would silently go nowhere. */
export async function deleteTeam(ctx: Context, id: number): Promise<void> {
  authorize(ctx, "team:write");
  await transaction(async () => {
    const { before } = await TEAM.lock(ctx, id);
    const naming = await database()
      .select({ name: subscriptions.name })
      .from(subscriptions)
      .where(
        and(
          eq(subscriptions.organizationId, ctx.organizationId),
          isNull(subscriptions.deletedAt),
          sql`${id} = any(${subscriptions.teamIds})`,
        ),
      )
      .orderBy(subscriptions.id);
    if (naming.length > 0) {
      const names = naming.map((subscription) => `“${subscription.name}”`).join(", ");
      throw new ConflictError(
        `The team is in the scope of ${naming.length === 1 ? "the event subscription" : "the event subscriptions"} ${names}. Change that first.`,
      );
    }
    await database().delete(teams).where(own(ctx, id));
    await recordAudit(ctx, { action: "team.deleted", target: targetOf(before) });
  });
}

/** Replaces the list of members. Throws InvalidError at `userIds` for who is no user of the organization. */
export async function setTeamMembers(ctx: Context, id: number, userIds: number[]): Promise<Team> {
  authorize(ctx, "team:write");
  return applyChange(ctx, TEAM, id, () => ({
    action: "team.members_changed",
    write: () => replaceMembers(ctx, id, userIds),
  }));
}

async function replaceMembers(ctx: Context, id: number, userIds: number[]): Promise<void> {
  await assertMembers(ctx, userIds);
  await database().delete(teamMembers).where(eq(teamMembers.teamId, id));
  if (userIds.length === 0) return;
  await database()
    .insert(teamMembers)
    .values([...new Set(userIds)].map((userId) => ({ teamId: id, userId })));
}

/** Locked until the end, so that nobody who is being removed meanwhile becomes a member. */
async function assertMembers(ctx: Context, userIds: number[]): Promise<void> {
  if (userIds.length === 0) return;
  const rows = await currentTransaction()
    .select({ userId: memberships.userId })
    .from(memberships)
    .where(and(eq(memberships.organizationId, ctx.organizationId), inArray(memberships.userId, userIds)))
    .orderBy(memberships.userId)
    .for("share");
  const known = new Set(rows.map((row) => row.userId));
  const issues = userIds.flatMap((userId, index) =>
    known.has(userId)
      ? []
      : [{ path: `userIds.${index}`, message: `There is no user ${userId} in this organization.` }],
  );
  const [first] = issues;
  if (first) throw new InvalidError(first.message, issues);
}

const TEAM: Changeable<number, Team> = {
  async lock(ctx, id) {
    await currentTransaction().select({ id: teams.id }).from(teams).where(own(ctx, id)).for("update");
    return { before: await getTeam(ctx, id) };
  },
  read: getTeam,
  target: targetOf,
  difference: (before, after) => changesBetween(auditedFields(before), auditedFields(after)),
};

function own(ctx: Context, id: number) {
  return and(eq(teams.organizationId, ctx.organizationId), eq(teams.id, id));
}

function nameTaken(name: string): AppError {
  const message = `There is a team “${name}” already. Choose another name.`;
  return new AppError("conflict", message, { issues: [{ path: "name", message }] });
}

function isUniqueViolation(error: unknown): boolean {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if ("code" in cause && cause.code === "23505") return true;
  }
  return false;
}

function auditedFields({ name, members }: Team) {
  return { name, members: members.map((member) => `${member.name} (${member.id})`) };
}

function targetOf({ id, name }: { id: number; name: string }) {
  return { type: "team", id: String(id), name };
}
