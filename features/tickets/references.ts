import "server-only";
import { and, eq, isNull } from "drizzle-orm";
import type { Transaction } from "@/db/client";
import { customers, memberships, teams } from "@/db/schema";
import type { Context } from "@/lib/context";
import { InvalidError } from "@/lib/errors";

interface References {
  assigneeId?: number | null | undefined;
  teamId?: number | null | undefined;
  customerId?: string | null | undefined;
}

/** Whoever and whatever a ticket or chat is given to is the organization's own and still there. Throws InvalidError for the first that isn't. */
export async function assertReferences(tx: Transaction, ctx: Context, input: References): Promise<void> {
  const organizationId = ctx.organizationId;
  const checks = [
    input.assigneeId && {
      path: "assigneeId",
      message: "No such active member. GET /api/v1/users lists them.",
      found: tx
        .select({ id: memberships.userId })
        .from(memberships)
        .where(
          and(
            eq(memberships.organizationId, organizationId),
            eq(memberships.userId, input.assigneeId),
            isNull(memberships.disabledAt),
          ),
        ),
    },
    input.teamId && {
      path: "teamId",
      message: "No such team. GET /api/v1/teams lists them.",
      found: tx
        .select({ id: teams.id })
        .from(teams)
        .where(and(eq(teams.organizationId, organizationId), eq(teams.id, input.teamId))),
    },
    input.customerId && {
      path: "customerId",
      message: "No such customer. GET /api/v1/customers lists them.",
      // Merging or erasing them waits until the row is theirs.
      found: tx
        .select({ id: customers.id })
        .from(customers)
        .where(
          and(
            eq(customers.organizationId, organizationId),
            eq(customers.id, input.customerId),
            isNull(customers.deletedAt),
            isNull(customers.mergedIntoId),
          ),
        )
        .for("share"),
    },
  ];
  for (const check of checks) {
    if (!check || (await check.found).length > 0) continue;
    throw new InvalidError(`${check.path}: ${check.message}`, [{ path: check.path, message: check.message }]);
  }
}
