import "server-only";
import { and, asc, eq, inArray, isNull, ne, or, type SQL, sql } from "drizzle-orm";
import { database } from "@/db/client";
import { customerDuplicates, customers } from "@/db/schema";
import { recordAudit } from "@/features/audit/record";
import { customerTarget } from "@/features/customers/audit-target";
import type { CustomerRef } from "@/features/customers/schema";
import type { Context } from "@/lib/context";

const SHOWN_MAX = 20;

/** Notes that two customers may be one person; what was noted or dismissed before, also of those merged into them, stays as it is. */
export async function noteDuplicate(ctx: Context, id: string, otherId: string): Promise<void> {
  const [known] = await database()
    .select({ firstId: customerDuplicates.firstId })
    .from(customerDuplicates)
    .where(pairsBetween(ctx, id, otherId))
    .limit(1);
  if (known) return;
  const added = await database()
    .insert(customerDuplicates)
    .values({ organizationId: ctx.organizationId, ...pairOf(id, otherId) })
    .onConflictDoNothing()
    .returning({ firstId: customerDuplicates.firstId });
  if (added.length === 0) return;
  await recordAudit(ctx, {
    action: "customer.duplicate_suspected",
    target: customerTarget(id),
    changes: { duplicateOf: { from: null, to: otherId } },
  });
}

/** For two who are known to be two people, so that nobody is asked about them. */
export async function noteDistinct(ctx: Context, id: string, otherId: string): Promise<void> {
  const dismissedAt = new Date();
  await database()
    .insert(customerDuplicates)
    .values({ organizationId: ctx.organizationId, ...pairOf(id, otherId), dismissedAt })
    .onConflictDoUpdate({
      target: [customerDuplicates.firstId, customerDuplicates.secondId],
      set: { dismissedAt },
    });
}

/** Whether there was a hint to take from the two, or from those that were merged into them. */
export async function dismissPairs(ctx: Context, id: string, otherId: string): Promise<boolean> {
  const dismissed = await database()
    .update(customerDuplicates)
    .set({ dismissedAt: sql`now()` })
    .where(and(pairsBetween(ctx, id, otherId), isNull(customerDuplicates.dismissedAt)))
    .returning({ firstId: customerDuplicates.firstId });
  return dismissed.length > 0;
}

function pairsBetween(ctx: Context, id: string, otherId: string) {
  const [mine, theirs] = [withMerged(ctx, id), withMerged(ctx, otherId)];
  const { firstId, secondId, organizationId } = customerDuplicates;
  return and(
    eq(organizationId, ctx.organizationId),
    or(
      and(inArray(firstId, mine), inArray(secondId, theirs)),
      and(inArray(firstId, theirs), inArray(secondId, mine)),
    ),
  );
}

/** Who may be the same person as this customer. */
export async function readDuplicates(ctx: Context, id: string): Promise<CustomerRef[]> {
  const own = withMerged(ctx, id);
  const { firstId, secondId, organizationId, dismissedAt } = customerDuplicates;
  const other = sql`case when ${inArray(firstId, own)} then ${secondId} else ${firstId} end`;
  const others = sql`(
    select coalesce(other.merged_into_id, other.id) from ${customerDuplicates}
    join ${customers} as other on other.id = ${other}
    where ${organizationId} = ${ctx.organizationId} and ${dismissedAt} is null
      and ${or(inArray(firstId, own), inArray(secondId, own))})`;
  return database()
    .select({ id: customers.id, name: customers.name, email: customers.email })
    .from(customers)
    .where(
      and(
        eq(customers.organizationId, ctx.organizationId),
        ne(customers.id, id),
        isNull(customers.deletedAt),
        sql`${customers.id} in ${others}`,
      ),
    )
    .orderBy(asc(customers.id))
    .limit(SHOWN_MAX);
}

/** The customer, and those that became part of them. */
function withMerged(ctx: Context, id: string): SQL {
  return sql`(select own.id from ${customers} as own where own.organization_id = ${ctx.organizationId}
    and (own.id = ${id} or own.merged_into_id = ${id}))`;
}

function pairOf(a: string, b: string) {
  return a < b ? { firstId: a, secondId: b } : { firstId: b, secondId: a };
}
