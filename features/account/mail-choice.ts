import "server-only";
import { sql } from "drizzle-orm";
import { database } from "@/db/client";
import { customers } from "@/db/schema";
import { applyChange } from "@/features/audit/change";
import { customerContext, requireCustomer } from "@/features/auth/customer-context";
import { CUSTOMER, ownCustomer } from "@/features/customers/change";
import { customerOfToken } from "@/features/mails/switch-off-link";
import type { Client, Context } from "@/lib/context";

/** Whether the calling customer wants answers by mail. */
export async function chooseMails(ctx: Context, receivesMails: boolean): Promise<void> {
  const { customerId } = requireCustomer(ctx);
  await applyChange(ctx, CUSTOMER, customerId, () => ({
    action: "customer.updated",
    write: () => database().update(customers).set({ receivesMails }).where(ownCustomer(ctx, customerId)),
  }));
}

/** The same for whoever holds the link of a mail. False where there is nobody behind it any more. */
export async function chooseMailsByLink(
  token: string,
  receivesMails: boolean,
  { requestId, ...client }: Client & { requestId: string },
): Promise<boolean> {
  const customer = await findByLink(token);
  if (!customer) return false;
  const { id: customerId, organizationId } = customer;
  const acting = { organizationId, customerId, name: customer.name ?? "", sessionId: "mail" };
  await chooseMails(customerContext(acting, requestId, client), receivesMails);
  return true;
}

interface LinkedCustomer extends Record<string, unknown> {
  id: string;
  organizationId: number;
  name: string | null;
  desk: string;
  receivesMails: boolean;
}

/** Whom the link of a mail is about now: the customer, or whoever they became a part of. */
export async function findByLink(token: string): Promise<LinkedCustomer | null> {
  const customerId = customerOfToken(token);
  if (!customerId) return null;
  const [row] = await database().execute<LinkedCustomer>(sql`
    select c.id, c.organization_id as "organizationId", c.name, o.name as desk, c.receives_mails as "receivesMails"
    from customers c join organizations o on o.id = c.organization_id
    where c.id = (select coalesce(g.merged_into_id, g.id) from customers g where g.id = ${customerId}) and c.deleted_at is null`);
  return row ?? null;
}
