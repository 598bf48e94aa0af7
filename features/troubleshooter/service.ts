import "server-only";
import { and, eq, isNull, sql } from "drizzle-orm";
import { currentTransaction, transaction } from "@/db/client";
import { customers } from "@/db/schema";
import { requireCustomer } from "@/features/auth/customer-context";
import { readEnvironmentReport } from "@/features/environment-reports/read-report";
import { changeTicket } from "@/features/tickets/change-ticket";
import { openTicket } from "@/features/tickets/open-ticket";
import { lockMergedInto, storeComment } from "@/features/tickets/store-comment";
import { findCallingApp, findOwnTicket } from "@/features/troubleshooter/queries";
import type {
  AnswerTicket,
  CustomerComment,
  FiledTicket,
  FileTicket,
} from "@/features/troubleshooter/schema";
import type { Context } from "@/lib/context";
import { ConflictError, UnauthorizedError } from "@/lib/errors";

/** Opens a ticket of the calling customer, with what their site told of itself. */
export async function fileTicket(
  ctx: Context,
  { subject, description, priority, ...told }: FileTicket,
  source: "troubleshooter" | "account" = "troubleshooter",
): Promise<FiledTicket> {
  const { customerId } = requireCustomer(ctx);
  const { report, summary, findings, leftOut } = readEnvironmentReport(told);
  return transaction(async () => {
    await noteSeen(ctx);
    const app = await findCallingApp(ctx);
    const ticket = await openTicket(
      ctx,
      { subject, body: description, customerId, ...(priority && { priority }) },
      { source, report, ...(app && { app }) },
    );
    const { id, number, status, createdAt } = ticket;
    return { id, number, status, subject: ticket.subject, createdAt, summary, findings, leftOut };
  });
}

/**
 * Adds the customer's answer. The ticket is open again, whatever it was: an answer to one that waits or is solved would go unseen. What was
 * said to a merged ticket goes where that went, unless it is somebody else's by now.
 */
export async function answerTicket(
  ctx: Context,
  id: string,
  { body }: AnswerTicket,
): Promise<CustomerComment> {
  await findOwnTicket(ctx, id);
  return transaction(async () => {
    await noteSeen(ctx);
    const ticketId = await lockOwnTicket(ctx, id);
    const comment = await storeComment(ctx, ticketId, { body, visibility: "public", status: "open" });
    const { author, createdAt } = comment;
    return { id: comment.id, author: { type: "customer", name: author.name }, body, createdAt };
  });
}

/** Of a ticket that waits for nothing more. An answer opens it again; closing it twice changes nothing. */
export async function closeTicket(ctx: Context, id: string): Promise<void> {
  await findOwnTicket(ctx, id);
  await transaction(async () => {
    await noteSeen(ctx);
    await changeTicket(ctx, await lockOwnTicket(ctx, id), { status: "closed" });
  });
}

/** The ticket, or the one that it went into, unless that is somebody else's by now. */
async function lockOwnTicket(ctx: Context, id: string): Promise<string> {
  const ticket = await lockMergedInto(ctx, id);
  if (ticket.customer?.id !== requireCustomer(ctx).customerId) throw new ForeignTicketError();
  return ticket.id;
}

/**
 * Before any ticket is locked, as merging customers locks them first. Whoever was erased since the call came in writes nothing more: it would
 * bring their name back.
 */
async function noteSeen(ctx: Context): Promise<void> {
  const { customerId } = requireCustomer(ctx);
  const seen = await currentTransaction()
    .update(customers)
    .set({ lastSeenAt: sql`now()`, updatedAt: sql`${customers.updatedAt}` })
    .where(
      and(
        eq(customers.organizationId, ctx.organizationId),
        eq(customers.id, customerId),
        isNull(customers.deletedAt),
      ),
    )
    .returning({ id: customers.id });
  if (seen.length === 0) throw new CustomerGoneError();
}

class CustomerGoneError extends UnauthorizedError {
  constructor() {
    super("This account is deleted, so nothing was written.", 'Bearer error="invalid_token"');
  }
}

class ForeignTicketError extends ConflictError {
  constructor() {
    super("Support has joined this ticket to one that is not yours. File a new one.");
  }
}
