import "server-only";
import { and, eq, inArray } from "drizzle-orm";
import { currentTransaction } from "@/db/client";
import { customers } from "@/db/schema";
import type { Changeable } from "@/features/audit/change";
import { changesBetween } from "@/features/audit/record";
import { customerTarget, withoutPersonalData } from "@/features/customers/audit-target";
import type { IdentityLists } from "@/features/customers/identities";
import { readCustomer } from "@/features/customers/queries";
import type { Customer } from "@/features/customers/schema";
import type { DescribedClient } from "@/features/events/client-event";
import type { Context } from "@/lib/context";
import { AppError } from "@/lib/errors";

export const CUSTOMER: Changeable<string, Customer> = {
  async lock(ctx, id) {
    await lockCustomers(ctx, [id]);
    return { before: await readLiving(ctx, id) };
  },
  read: readCustomer,
  target: ({ id }) => customerTarget(id),
  difference: (before, after) =>
    withoutPersonalData(changesBetween(auditedFields(before), auditedFields(after))),
};

/**
 * One order for all callers, so that two merges the other way round can't deadlock; and no lock on the key, for which a chat that becomes
 * a ticket would wait while it is waited for.
 */
export async function lockCustomers(ctx: Context, ids: string[]): Promise<void> {
  await currentTransaction()
    .select({ id: customers.id })
    .from(customers)
    .where(and(eq(customers.organizationId, ctx.organizationId), inArray(customers.id, ids)))
    .orderBy(customers.id)
    .for("no key update");
}

/** A customer that can still be changed. Throws a conflict that names the next step for one that can't. */
export async function readLiving(ctx: Context, id: string): Promise<Customer> {
  const customer = await readCustomer(ctx, id);
  if (customer.mergedIntoId) {
    throw new AppError(
      "conflict",
      `The customer was merged into ${customer.mergedIntoId}. Go on with that one.`,
      { members: { customerId: customer.mergedIntoId } },
    );
  }
  if (customer.erasedAt) {
    throw new AppError(
      "conflict",
      "The customer's personal data was erased for good. Add a new customer instead.",
    );
  }
  return customer;
}

export function ownCustomer(ctx: Context, id: string) {
  return and(eq(customers.organizationId, ctx.organizationId), eq(customers.id, id));
}

/** What a change of a customer can change. */
export interface CustomerState extends IdentityLists {
  name: string | null;
  email: string | null;
  phone: string | null;
  company: string | null;
  agentId: number | null;
  tags: string[];
  attributes: Record<string, unknown>;
}

export function stateOf(customer: Customer): CustomerState {
  return {
    name: customer.name,
    email: customer.email,
    emails: customer.emails,
    phone: customer.phone,
    phones: customer.phones,
    company: customer.company,
    externalIds: customer.externalIds,
    agentId: customer.agent?.id ?? null,
    tags: customer.tags,
    attributes: customer.attributes,
  };
}

function auditedFields(customer: Customer) {
  const { mergedIntoId, receivesMails } = customer;
  return { ...stateOf(customer), mergedIntoId, receivesMails };
}

/** As its row says it. */
export function describedOf({ agent, createdAt, updatedAt, ...customer }: Customer): DescribedClient {
  return {
    ...customer,
    agentId: agent?.id ?? null,
    createdAt: new Date(createdAt),
    updatedAt: new Date(updatedAt),
  };
}
