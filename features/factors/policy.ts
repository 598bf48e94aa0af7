import "server-only";
import { count, eq, sql } from "drizzle-orm";
import { currentTransaction, database } from "@/db/client";
import { memberships, organizations, sessions, users } from "@/db/schema";
import { applyChange, type Changeable } from "@/features/audit/change";
import { changesBetween } from "@/features/audit/record";
import { hasFactor } from "@/features/auth/enter";
import { requirePerson } from "@/features/auth/require-person";
import { hasId } from "@/features/auth/session";
import type { FactorPolicy, UpdateFactorPolicy } from "@/features/factors/schema";
import { isActiveMemberOf } from "@/features/members/predicates";
import { authorize, type Context } from "@/lib/context";
import { ConflictError, NotFoundError } from "@/lib/errors";
import { ROLES, type Role } from "@/lib/roles";

/** Which roles need a second factor, and whom that is about. */
export async function getFactorPolicy(ctx: Context): Promise<FactorPolicy> {
  authorize(ctx, "team:write");
  const { roles } = await readPolicy(ctx);
  const rows = await database()
    .select({
      role: memberships.role,
      active: count(),
      withoutFactor: sql<number>`(count(*) filter (where not exists (
        select 1 from factors f where f.user_id = ${memberships.userId})))::int`,
    })
    .from(memberships)
    // Names the tables in the statement, which the condition above needs.
    .innerJoin(users, eq(users.id, memberships.userId))
    .where(isActiveMemberOf(ctx.organizationId))
    .groupBy(memberships.role);
  const members = ROLES.map(
    (role) => rows.find((row) => row.role === role) ?? { role, active: 0, withoutFactor: 0 },
  );
  return { roles, members };
}

/**
 * Holds from the next call of everybody on: sessions without a factor are over for whoever needs one now. Throws ConflictError for whoever asks
 * it of others without having one, so that no admin shuts themselves out.
 */
export async function updateFactorPolicy(ctx: Context, input: UpdateFactorPolicy): Promise<FactorPolicy> {
  authorize(ctx, "team:write");
  await applyChange(ctx, POLICY, ctx.organizationId, async ({ before }) => {
    const added = input.roles.filter((role) => !before.roles.includes(role));
    if (changesBetween({ roles: before.roles }, { roles: input.roles }).roles === undefined) return null;
    if (added.length > 0) await assertHasFactor(ctx);
    return {
      action: "organization.factor_roles_changed",
      write: () =>
        database()
          .update(organizations)
          .set({ factorRoles: input.roles })
          .where(eq(organizations.id, ctx.organizationId)),
    };
  });
  return getFactorPolicy(ctx);
}

interface Policy {
  id: number;
  name: string;
  roles: Role[];
}

const POLICY: Changeable<number, Policy> = {
  async lock(ctx, id) {
    await currentTransaction()
      .select({ id: organizations.id })
      .from(organizations)
      .where(eq(organizations.id, id))
      .for("no key update");
    return { before: await readPolicy(ctx) };
  },
  read: readPolicy,
  target: ({ id, name }) => ({ type: "organization", id: String(id), name }),
  difference: (before, { roles }) => changesBetween(before, { roles }),
};

async function readPolicy(ctx: Context): Promise<Policy> {
  const [row] = await database()
    .select({ id: organizations.id, name: organizations.name, roles: organizations.factorRoles })
    .from(organizations)
    .where(eq(organizations.id, ctx.organizationId));
  if (!row) throw new NotFoundError("organization");
  return row;
}

/** Whose own session has shown one, and whose factors can't go in this moment. */
async function assertHasFactor(ctx: Context): Promise<void> {
  const { userId, sessionId } = requirePerson(ctx);
  await currentTransaction().select({ id: users.id }).from(users).where(eq(users.id, userId)).for("update");
  if (!(await hasFactor(userId)))
    throw new ConflictError(
      "Add a second factor to your own account first, in your profile: nobody is shut out then.",
    );
  const [session] = await database()
    .select({ factor: sessions.factor })
    .from(sessions)
    .where(hasId(sessionId));
  if (session?.factor) return;
  throw new ConflictError(
    "You signed in without your second factor. Sign out, sign in with it, then ask it of others.",
  );
}
