import "server-only";
import { and, eq, inArray, sql } from "drizzle-orm";
import { database, transaction } from "@/db/client";
import { chats, customerIdentities, customers, tickets } from "@/db/schema";
import { changesBetween, recordAudit } from "@/features/audit/record";
import { customerTarget } from "@/features/customers/audit-target";
import { clientEvent } from "@/features/customers/event";
import { readCustomer } from "@/features/customers/queries";
import type { Customer } from "@/features/customers/schema";
import { lockCustomers, readLiving } from "@/features/customers/service";
import { storeEvents } from "@/features/events/publish";
import { authorize, type Context } from "@/lib/context";
import { InvalidFieldError, NotFoundError } from "@/lib/errors";

/** Makes one customer part of another, who is returned. The old id leads on to them. */
export async function mergeCustomer(ctx: Context, id: string, intoId: string): Promise<Customer> {
  authorize(ctx, "customers:write");
  return transaction(async () => {
    await lockCustomers(ctx, [id, intoId]);
    const loser = await readLiving(ctx, id);
    const winner = await readWinner(ctx, id, intoId);
    await moveAll(ctx, id, intoId);
    const filled = filledIn(winner, loser);
    const [won] = await database()
      .update(customers)
      .set({
        ...filled,
        lastSeenAt: sql`greatest(${customers.lastSeenAt}, ${loser.lastSeenAt}::timestamptz)`,
      })
      .where(own(ctx, intoId))
      .returning();
    const [lost] = await database()
      .update(customers)
      .set({ mergedIntoId: intoId })
      .where(own(ctx, id))
      .returning();
    if (!won || !lost) throw new NotFoundError("customer");
    // The ids that led to the loser go straight on, so that nobody has to follow a chain.
    await database()
      .update(customers)
      .set({ mergedIntoId: intoId })
      .where(and(eq(customers.organizationId, ctx.organizationId), eq(customers.mergedIntoId, id)));
    await storeEvents(ctx, [
      clientEvent("client.updated", won, {
        changed: changesBetween({ ...winner, agentId: winner.agent?.id ?? null }, filled),
        mergedClientId: id,
      }),
      clientEvent("client.deleted", lost, { deletedAt: won.updatedAt.toISOString(), mergedIntoId: intoId }),
    ]);
    await recordAudit(ctx, {
      action: "customer.merged",
      target: customerTarget(id),
      changes: { mergedIntoId: { from: null, to: intoId } },
    });
    return readCustomer(ctx, intoId);
  });
}

async function readWinner(ctx: Context, id: string, intoId: string): Promise<Customer> {
  if (intoId === id) {
    throw new InvalidFieldError("intoId", "Choose another customer: one can't be merged into itself.");
  }
  try {
    return await readLiving(ctx, intoId);
  } catch (error) {
    if (!(error instanceof NotFoundError)) throw error;
    throw new InvalidFieldError("intoId", "No such customer. GET /api/v1/customers lists them.");
  }
}

/** Empty fields of the one that stays come from the other; where both have a value, theirs counts. */
function filledIn(winner: Customer, loser: Customer) {
  return {
    name: winner.name ?? loser.name,
    email: winner.email ?? loser.email,
    phone: winner.phone ?? loser.phone,
    company: winner.company ?? loser.company,
    agentId: winner.agent?.id ?? loser.agent?.id ?? null,
    tags: [...new Set([...winner.tags, ...loser.tags])],
    attributes: { ...loser.attributes, ...winner.attributes },
  };
}

async function moveAll(ctx: Context, id: string, intoId: string): Promise<void> {
  const { organizationId } = ctx;
  const shared = database()
    .select({ value: customerIdentities.value })
    .from(customerIdentities)
    .where(and(eq(customerIdentities.customerId, intoId), eq(customerIdentities.kind, "phone")));
  await database()
    .delete(customerIdentities)
    .where(
      and(
        eq(customerIdentities.organizationId, organizationId),
        eq(customerIdentities.customerId, id),
        eq(customerIdentities.kind, "phone"),
        inArray(customerIdentities.value, shared),
      ),
    );
  await database()
    .update(customerIdentities)
    .set({ customerId: intoId })
    .where(and(eq(customerIdentities.organizationId, organizationId), eq(customerIdentities.customerId, id)));
  for (const table of [tickets, chats] as const)
    await database()
      .update(table)
      .set({ customerId: intoId })
      .where(and(eq(table.organizationId, organizationId), eq(table.customerId, id)));
}

function own(ctx: Context, id: string) {
  return and(eq(customers.organizationId, ctx.organizationId), eq(customers.id, id));
}
