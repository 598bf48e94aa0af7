import "server-only";
import { and, eq, inArray, isNull } from "drizzle-orm";
import { currentTransaction, database } from "@/db/client";
import { customers, memberships, teams } from "@/db/schema";
import { isActiveMemberOf } from "@/features/members/predicates";
import type { Context } from "@/lib/context";
import { assertNoIssues, type Issue } from "@/lib/errors";

interface References {
  assigneeId?: number | null | undefined;
  /** The user who looks after a customer. */
  agentId?: number | null | undefined;
  /** A user whose events are meant. */
  accountId?: number | null | undefined;
  teamId?: number | null | undefined;
  teamIds?: number[] | null | undefined;
  customerId?: string | null | undefined;
}

const NO_MEMBER = "No such active member. GET /api/v1/users lists them.";
const NO_TEAM = "No such team. GET /api/v1/teams lists them.";
const NO_CUSTOMER = "No such customer. GET /api/v1/customers lists them.";

/**
 * Whoever and whatever a ticket, a chat, a customer or a setting names is the organization's own and still there. Throws InvalidError with what
 * isn't; `under` is where in the input the fields stand, such as `defaults.`.
 */
export async function assertReferences(
  ctx: Context,
  { assigneeId, agentId, accountId, teamId, teamIds, customerId }: References,
  under = "",
): Promise<void> {
  const [members, ownTeams] = [
    await membersAmong(ctx, given(assigneeId, agentId, accountId)),
    await teamsAmong(ctx, given(teamId, ...(teamIds ?? []))),
  ];
  const hasCustomer = !customerId || (await isCustomer(ctx, customerId));
  const issues: Issue[] = [
    ...Object.entries({ assigneeId, agentId, accountId }).flatMap(([path, id]) =>
      id && !members.has(id) ? [{ path, message: NO_MEMBER }] : [],
    ),
    ...(teamId && !ownTeams.has(teamId) ? [{ path: "teamId", message: NO_TEAM }] : []),
    ...(teamIds ?? []).flatMap((id, index) =>
      ownTeams.has(id) ? [] : [{ path: `teamIds.${index}`, message: NO_TEAM }],
    ),
    ...(hasCustomer ? [] : [{ path: "customerId", message: NO_CUSTOMER }]),
  ].map((issue) => ({ ...issue, path: under + issue.path }));
  assertNoIssues(issues);
}

function given(...ids: (number | null | undefined)[]): number[] {
  return ids.filter((id) => typeof id === "number");
}

async function membersAmong(ctx: Context, ids: number[]): Promise<Set<number>> {
  if (ids.length === 0) return new Set();
  const rows = await database()
    .select({ id: memberships.userId })
    .from(memberships)
    .where(and(isActiveMemberOf(ctx.organizationId), inArray(memberships.userId, ids)));
  return new Set(rows.map(({ id }) => id));
}

/** Locked, as a subscription names teams in a list that no foreign key guards: deleting one waits until that is written. */
async function teamsAmong(ctx: Context, ids: number[]): Promise<Set<number>> {
  if (ids.length === 0) return new Set();
  const rows = await currentTransaction()
    .select({ id: teams.id })
    .from(teams)
    .where(and(eq(teams.organizationId, ctx.organizationId), inArray(teams.id, ids)))
    .orderBy(teams.id)
    .for("share");
  return new Set(rows.map(({ id }) => id));
}

/** Merging or erasing them waits until the row is theirs. */
async function isCustomer(ctx: Context, id: string): Promise<boolean> {
  const rows = await currentTransaction()
    .select({ id: customers.id })
    .from(customers)
    .where(
      and(
        eq(customers.organizationId, ctx.organizationId),
        eq(customers.id, id),
        isNull(customers.deletedAt),
        isNull(customers.mergedIntoId),
      ),
    )
    .for("share");
  return rows.length > 0;
}
