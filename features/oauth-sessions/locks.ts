import "server-only";
import { and, eq, isNull, sql } from "drizzle-orm";
import { currentTransaction } from "@/db/client";
import { customerAccounts, customers, oauthClients } from "@/db/schema";
import { isSwitchedOff } from "@/features/oauth-clients/states";

/** What a customer goes by. */
export const OWNER_NAME = sql<string>`coalesce(${customers.name}, ${customerAccounts.email})`;

export interface SessionOwner {
  customerId: string;
  name: string;
}

/**
 * Whether the app may get tokens at this moment. It can't be deleted before the transaction ends, so take this lock first: whoever deletes an
 * app locks it before its sessions, too.
 */
export async function lockClient(id: string): Promise<boolean> {
  const [row] = await currentTransaction()
    .select({ disabledAt: oauthClients.disabledAt })
    .from(oauthClients)
    .where(eq(oauthClients.id, id))
    .for("key share");
  return row !== undefined && !isSwitchedOff(row);
}

/**
 * Whose account it is; null once there is no such customer any more. The account can't be deleted before the transaction ends, nor its password
 * be replaced if it is `share`: whoever replaces it ends all that was opened before.
 */
export async function lockOwner(
  organizationId: number,
  accountId: string,
  strength: "share" | "key share" = "key share",
): Promise<SessionOwner | null> {
  const [row] = await currentTransaction()
    .select({
      customerId: customers.id,
      name: OWNER_NAME,
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
    )
    .for(strength, { of: customerAccounts });
  return row ?? null;
}
