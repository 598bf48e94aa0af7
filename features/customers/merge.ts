import "server-only";
import { and, eq, inArray, sql } from "drizzle-orm";
import { currentTransaction, database, transaction } from "@/db/client";
import { chats, customerIdentities, customers, tickets } from "@/db/schema";
import { applyChange } from "@/features/audit/change";
import { changesBetween, recordAudit } from "@/features/audit/record";
import { assertAccountsConfirmed, moveAccounts } from "@/features/customers/accounts";
import { customerTarget } from "@/features/customers/audit-target";
import {
  CUSTOMER,
  describedOf,
  lockCustomers,
  ownCustomer,
  readLiving,
  stateOf,
} from "@/features/customers/change";
import { readCustomer } from "@/features/customers/queries";
import type { Customer } from "@/features/customers/schema";
import { clientEvent } from "@/features/events/client-event";
import { storeEvents } from "@/features/events/publish";
import { moveMails } from "@/features/mails/customer-changes";
import { authorize, type Context } from "@/lib/context";
import { InvalidFieldError, NotFoundError } from "@/lib/errors";

/** Makes one customer part of another, who is returned. The old id leads on to them. */
export async function mergeCustomer(ctx: Context, id: string, intoId: string): Promise<Customer> {
  authorize(ctx, "customers:write");
  return transaction(async () => {
    await lockWithEarlier(ctx, id, intoId);
    const loser = await readLiving(ctx, id);
    const winner = await readWinner(ctx, loser, intoId);
    await assertAccountsConfirmed(ctx, [id, intoId]);
    await applyChange(ctx, CUSTOMER, intoId, () => ({
      action: "customer.updated",
      write: () => takeOver(ctx, winner, loser),
      notes: { merged: { from: null, to: loser.id } },
      tell: (after) => storeEvents(ctx, [winnerUpdatedEvent(winner, after, loser)]),
    }));
    await applyChange(ctx, CUSTOMER, id, () => ({
      action: "customer.merged",
      write: () => database().update(customers).set({ mergedIntoId: winner.id }).where(ownCustomer(ctx, id)),
      tell: (after) =>
        storeEvents(ctx, [
          clientEvent("client.deleted", describedOf(after), {
            deletedAt: after.updatedAt,
            mergedIntoId: winner.id,
          }),
        ]),
    }));
    await redirectEarlierMerges(ctx, loser.id, winner.id);
    return readCustomer(ctx, winner.id);
  });
}

function winnerUpdatedEvent(before: Customer, after: Customer, loser: Customer) {
  const changed = changesBetween(stateOf(before), stateOf(after));
  return clientEvent("client.updated", describedOf(after), { changed, mergedClientId: loser.id });
}

async function takeOver(ctx: Context, winner: Customer, loser: Customer): Promise<void> {
  await moveAll(ctx, loser.id, winner.id);
  await moveAccounts(ctx, loser.id, winner.id);
  await moveMails(ctx, loser.id, winner.id);
  await database()
    .update(customers)
    .set({
      ...filledIn(winner, loser),
      lastSeenAt: sql`greatest(${customers.lastSeenAt}, ${loser.lastSeenAt}::timestamptz)`,
    })
    .where(ownCustomer(ctx, winner.id));
}

/**
 * Locks the two, and whoever became part of the loser before: all in one order, or another merge that names one of those would wait in a circle.
 * If there are more once the loser is locked, the locks go first.
 */
async function lockWithEarlier(ctx: Context, id: string, intoId: string): Promise<void> {
  await currentTransaction().execute(sql`savepoint unlocked`);
  const earlier = await readEarlier(ctx, id);
  await lockCustomers(ctx, [id, intoId, ...earlier]);
  const present = await readEarlier(ctx, id);
  if (present.every((one) => earlier.includes(one))) return;
  await currentTransaction().execute(sql`rollback to savepoint unlocked`);
  await lockWithEarlier(ctx, id, intoId);
}

async function readEarlier(ctx: Context, id: string): Promise<string[]> {
  const rows = await database()
    .select({ id: customers.id })
    .from(customers)
    .where(and(eq(customers.organizationId, ctx.organizationId), eq(customers.mergedIntoId, id)));
  return rows.map((row) => row.id);
}

/** The ids that led to the loser go straight on, so that nobody has to follow a chain. */
async function redirectEarlierMerges(ctx: Context, from: string, to: string): Promise<void> {
  const moved = await database()
    .update(customers)
    .set({ mergedIntoId: to })
    .where(and(eq(customers.organizationId, ctx.organizationId), eq(customers.mergedIntoId, from)))
    .returning({ id: customers.id });
  for (const { id } of moved)
    await recordAudit(ctx, {
      action: "customer.merged",
      target: customerTarget(id),
      changes: { mergedIntoId: { from, to } },
    });
}

async function readWinner(ctx: Context, loser: Customer, intoId: string): Promise<Customer> {
  const winner = await readLiving(ctx, intoId).catch((error: unknown) => {
    if (!(error instanceof NotFoundError)) throw error;
    throw new InvalidFieldError("intoId", "No such customer. GET /api/v1/customers lists them.");
  });
  if (winner.id !== loser.id) return winner;
  throw new InvalidFieldError("intoId", "Choose another customer: one can't be merged into itself.");
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
    // Whoever wants no mails gets none, under whichever of the two names.
    receivesMails: winner.receivesMails && loser.receivesMails,
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
