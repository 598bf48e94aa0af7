import "server-only";
import { and, eq, inArray, or, sql } from "drizzle-orm";
import { currentTransaction, database, transaction } from "@/db/client";
import { chats, comments, customerIdentities, customers, messages } from "@/db/schema";
import { changesBetween, recordAudit } from "@/features/audit/record";
import { deleteAccounts } from "@/features/customers/accounts";
import { customerTarget, withoutPersonalData } from "@/features/customers/audit-target";
import type { ErasedCustomer } from "@/features/customers/schema";
import { storeEvents } from "@/features/events/publish";
import { blankMails } from "@/features/mails/customer-changes";
import { authorize, type Context } from "@/lib/context";
import { AppError, NotFoundError } from "@/lib/errors";

/** Stands where the customer's name was. */
const ERASED_NAME = "Erased customer";

const KEPT = [
  "Their tickets and chats, and what was written in them.",
  "Events, deliveries and requests that carried their data, until the retention of each log ends.",
  "Answers to calls with an Idempotency-Key, for 24 hours.",
];

/** Removes a customer's personal data for good, also of those merged into them. Tickets, chats and their texts stay. */
export async function eraseCustomer(ctx: Context, id: string): Promise<ErasedCustomer> {
  authorize(ctx, "customers:write");
  return eraseForGood(ctx, id);
}

/** `eraseCustomer` for whoever may do so without a permission of their own. */
export async function eraseForGood(ctx: Context, id: string): Promise<ErasedCustomer> {
  return transaction(async () => {
    const rows = await lockWithMerged(ctx, id);
    const row = rows.find((one) => one.id === id);
    if (!row) throw new NotFoundError("customer");
    if (row.mergedIntoId) {
      throw new AppError("conflict", `The customer was merged into ${row.mergedIntoId}. Erase that one.`, {
        members: { customerId: row.mergedIntoId },
      });
    }
    if (row.erasedAt) return { id, erasedAt: row.erasedAt.toISOString(), kept: KEPT };
    const erasedAt = new Date();
    await blank(
      ctx,
      rows.map((one) => one.id),
      erasedAt,
    );
    await storeEvents(ctx, [
      {
        type: "client.deleted",
        subject: { type: "customer", id },
        data: { id, deletedAt: erasedAt.toISOString() },
      },
    ]);
    await recordAudit(ctx, {
      action: "customer.erased",
      target: customerTarget(id),
      changes: withoutPersonalData(changesBetween(row, BLANK)),
    });
    return { id, erasedAt: erasedAt.toISOString(), kept: KEPT };
  });
}

/** Twice: whoever became part of them while the first one waited is found by the second, and after that nobody can. */
export async function lockWithMerged(ctx: Context, id: string) {
  await selectWithMerged(ctx, id);
  return selectWithMerged(ctx, id);
}

function selectWithMerged(ctx: Context, id: string) {
  return (
    currentTransaction()
      .select()
      .from(customers)
      .where(
        and(
          eq(customers.organizationId, ctx.organizationId),
          or(eq(customers.id, id), eq(customers.mergedIntoId, id)),
        ),
      )
      .orderBy(customers.id)
      // A key lock would wait for a chat that waits for this lock, while it becomes a ticket.
      .for("no key update")
  );
}

const BLANK = { name: null, email: null, phone: null, company: null, tags: [], attributes: {} };

async function blank(ctx: Context, ids: string[], erasedAt: Date): Promise<void> {
  const { organizationId } = ctx;
  await database()
    .update(customers)
    .set({
      ...BLANK,
      lastSeenAt: null,
      erasedAt,
      deletedAt: sql`coalesce(${customers.deletedAt}, ${erasedAt.toISOString()}::timestamptz)`,
    })
    .where(and(eq(customers.organizationId, organizationId), inArray(customers.id, ids)));
  await deleteAccounts(ctx, ids);
  await blankMails(ctx, ids);
  await database()
    .delete(customerIdentities)
    .where(
      and(eq(customerIdentities.organizationId, organizationId), inArray(customerIdentities.customerId, ids)),
    );
  await database()
    .update(chats)
    .set({ page: null })
    .where(and(eq(chats.organizationId, organizationId), inArray(chats.customerId, ids)));
  // Not by way of their tickets: one of those may have gone over to another customer since.
  for (const table of [comments, messages] as const)
    await database()
      .update(table)
      .set({ authorName: ERASED_NAME })
      .where(
        and(
          eq(table.organizationId, organizationId),
          eq(table.authorType, "customer"),
          inArray(table.authorId, ids),
        ),
      );
}
