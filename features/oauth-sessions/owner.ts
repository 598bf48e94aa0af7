import "server-only";
import { and, eq, isNull, sql } from "drizzle-orm";
import { database } from "@/db/client";
import { customerAccounts, customers } from "@/db/schema";

export interface SessionOwner {
  customerId: string;
  name: string;
}

/** Whose account it is; null once there is no such customer any more. */
export async function findOwner(organizationId: number, accountId: string): Promise<SessionOwner | null> {
  const [row] = await database()
    .select({
      customerId: customers.id,
      name: sql<string>`coalesce(${customers.name}, ${customerAccounts.email})`,
    })
    .from(customerAccounts)
    .innerJoin(customers, eq(customers.id, customerAccounts.customerId))
    .where(
      and(
        eq(customerAccounts.id, accountId),
        eq(customerAccounts.organizationId, organizationId),
        isNull(customers.deletedAt),
        isNull(customers.mergedIntoId),
      ),
    );
  return row ?? null;
}
