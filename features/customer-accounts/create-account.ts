import "server-only";
import { database } from "@/db/client";
import { customerAccounts, customers } from "@/db/schema";
import { recordAudit } from "@/features/audit/record";
import { type Account, accountColumns } from "@/features/customer-accounts/queries";
import { customerTarget } from "@/features/customers/audit-target";
import { clientEvent } from "@/features/events/client-event";
import { storeEvents } from "@/features/events/publish";
import type { Context } from "@/lib/context";

export interface NewAccount {
  email: string;
  passwordHash: string;
  name: string | undefined;
  /** Whose it is to be; without one a new customer is added, who is not recognised by the address before it is confirmed. */
  customerId?: string | null;
}

/** In the surrounding transaction, which has locked the address. */
export async function createAccount(
  ctx: Context,
  { email, passwordHash, name = email, customerId }: NewAccount,
): Promise<Account> {
  const { organizationId } = ctx;
  const [account] = await database()
    .insert(customerAccounts)
    .values({
      organizationId,
      customerId: customerId ?? (await addCustomer(ctx, name)),
      email,
      passwordHash,
    })
    .returning(accountColumns);
  if (!account) throw new Error("insert returned no row");
  await recordAudit(ctx, { action: "customer.registered", target: customerTarget(account.customerId) });
  return account;
}

async function addCustomer(ctx: Context, name: string): Promise<string> {
  const { organizationId } = ctx;
  const [customer] = await database().insert(customers).values({ organizationId, name }).returning();
  if (!customer) throw new Error("insert returned no row");
  await storeEvents(ctx, [clientEvent("client.created", customer)]);
  await recordAudit(ctx, { action: "customer.created", target: customerTarget(customer.id) });
  return customer.id;
}
