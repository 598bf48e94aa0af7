import "server-only";
import { and, eq, inArray, isNotNull, isNull, or } from "drizzle-orm";
import { currentTransaction, database, transaction } from "@/db/client";
import { customerAccounts, customerIdentities, customerLinks } from "@/db/schema";
import { readCustomer } from "@/features/customers/queries";
import { endSessions } from "@/features/oauth-sessions/end";
import { authorize, type Context } from "@/lib/context";
import { ConflictError } from "@/lib/errors";

/** What becomes of accounts when their customers are changed, each in the transaction that changes them, after its locks. */

/**
 * Whoever registered has not shown yet that the address is theirs, so nothing that the desk knows may come to them: no other customer, no
 * address or number by which more would come in.
 */
export async function assertAccountsConfirmed(ctx: Context, customerIds: string[]): Promise<void> {
  const [unconfirmed] = await database()
    .select({ customerId: customerAccounts.customerId })
    .from(customerAccounts)
    .where(and(ofCustomers(ctx, customerIds), isNull(customerAccounts.emailVerifiedAt)))
    .limit(1);
  if (!unconfirmed) return;
  throw new ConflictError(
    `Customer ${unconfirmed.customerId} has an account whose address is not confirmed: anybody may have made it. Wait until its owner opens the link in our mail, or invite them, which confirms the address, too. They then become one with whom you know by that address.`,
  );
}

/** Merged: whoever signed in as the one is the other from now on. */
export async function moveAccounts(ctx: Context, fromId: string, toId: string): Promise<void> {
  await database()
    .update(customerAccounts)
    .set({ customerId: toId })
    .where(ofCustomers(ctx, [fromId]));
}

/** Split: an account goes with the address that it confirmed. */
export async function moveAccountsOf(
  ctx: Context,
  { emails, fromId, toId }: { emails: string[]; fromId: string; toId: string },
): Promise<void> {
  if (emails.length === 0) return;
  await database()
    .update(customerAccounts)
    .set({ customerId: toId })
    .where(
      and(
        ofCustomers(ctx, [fromId]),
        inArray(customerAccounts.email, emails),
        isNotNull(customerAccounts.emailVerifiedAt),
      ),
    );
}

/** Erased or deleted: nobody signs in as them any more, and what they had connected is cut off. */
export async function deleteAccounts(ctx: Context, customerIds: string[]): Promise<void> {
  const accounts = await currentTransaction()
    .select({ id: customerAccounts.id, email: customerAccounts.email })
    .from(customerAccounts)
    .where(ofCustomers(ctx, customerIds))
    // Before what hangs on them, as whatever connects an app does. No lock on the key: a refresh wants that one after its session.
    .orderBy(customerAccounts.id)
    .for("no key update");
  const accountIds = accounts.map(({ id }) => id);
  if (accountIds.length > 0) {
    await endSessions(ctx, { accountIds }, "account");
    await database().delete(customerAccounts).where(inArray(customerAccounts.id, accountIds));
  }
  // Of an invitation that is not accepted only the address is there.
  const invited = database()
    .select({ email: customerIdentities.value })
    .from(customerIdentities)
    .where(and(inArray(customerIdentities.customerId, customerIds), eq(customerIdentities.kind, "email")));
  const emails = accounts.map(({ email }) => email);
  await database()
    .delete(customerLinks)
    .where(
      and(
        eq(customerLinks.organizationId, ctx.organizationId),
        or(inArray(customerLinks.email, invited), inArray(customerLinks.email, emails)),
      ),
    );
}

/** The apps that a customer connected, cut off; the account stays. */
export async function revokeCustomerSessions(ctx: Context, customerId: string): Promise<void> {
  authorize(ctx, "oauth_clients:write");
  await transaction(async () => {
    await readCustomer(ctx, customerId);
    await endSessions(ctx, { customerId }, "admin");
  });
}

function ofCustomers(ctx: Context, customerIds: string[]) {
  return and(
    eq(customerAccounts.organizationId, ctx.organizationId),
    inArray(customerAccounts.customerId, customerIds),
  );
}
