import "server-only";
import { sql } from "drizzle-orm";
import { database } from "@/db/client";
import { tickets } from "@/db/schema";
import { requireCustomer } from "@/features/auth/customer-context";
import type { Context } from "@/lib/context";

export interface MergedInto {
  id: string;
  number: number;
}

/** By the id of each merged ticket: the one that its conversation is in by now, where that is the customer's, too. */
export async function mergedTickets(
  ctx: Context,
  rows: { id: string; mergedIntoId: string | null }[],
): Promise<Map<string, MergedInto>> {
  const merged = rows.filter(({ mergedIntoId }) => mergedIntoId !== null).map(({ id }) => id);
  if (merged.length === 0) return new Map();
  // A ticket that others were merged into may have been merged itself later.
  const found = await database().execute<{ from: string; id: string; number: number }>(sql`
    with recursive chain (origin, id) as (
      select id, merged_into_id from ${tickets}
      where organization_id = ${ctx.organizationId} and id in (${sql.join(merged, sql`, `)})
      union
      select chain.origin, t.merged_into_id from chain join ${tickets} t on t.id = chain.id where t.merged_into_id is not null)
    select chain.origin as "from", t.id, t.number from chain join ${tickets} t on t.id = chain.id
    where t.organization_id = ${ctx.organizationId} and t.customer_id = ${requireCustomer(ctx).customerId}
      and t.merged_into_id is null and t.deleted_at is null`);
  return new Map(found.map(({ from, id, number }) => [from, { id, number }]));
}
