import "server-only";
import { eq } from "drizzle-orm";
import { database } from "@/db/client";
import type { OnClosed, RequestOutcome } from "@/db/enums";
import { organizations } from "@/db/schema";
import { identifyCustomer } from "@/features/customers/identify";
import { readCustomerRef, shareCustomer } from "@/features/customers/queries";
import type { CustomerInput } from "@/features/customers/schema";
import { livingCustomer } from "@/features/incoming-webhooks/references";
import { findTicketOf, keepTicketOf } from "@/features/incoming-webhooks/ticket-keys";
import { assertReferences } from "@/features/members/references";
import type { CreateComment } from "@/features/tickets/comment-schema";
import type { Ticket } from "@/features/tickets/schema";
import { addComment, createTicket, updateTicket } from "@/features/tickets/service";
import { type Author, lockMergedInto, unlock } from "@/features/tickets/store-comment";
import type { Context } from "@/lib/context";
import type { Issue } from "@/lib/errors";

/** By which the desk finds tickets that were answered after they were closed, where they stay so. */
const ANSWERED_TAG = "answered-when-closed";

interface Answering {
  answer: CreateComment;
  customer: CustomerInput | undefined;
  authorName?: string | undefined;
  /** Of a ticket that goes on from a closed one. */
  subject?: string;
  webhookId: string;
  key: string | null;
  onClosed: OnClosed | null;
}

interface Answered {
  outcome: RequestOutcome;
  ticketId: string;
  commentId: string | null;
  remarks?: Issue[];
}

/**
 * Adds what came to a ticket, or to that which it became part of. The customer that the payload names is its author. To a ticket that is solved
 * an answer means that it isn't: what comes of that is a setting, unless the request itself sets a status, or is a note for the desk.
 */
export async function answerTicket(ctx: Context, id: string, answering: Answering): Promise<Answered> {
  const { customer } = answering;
  // Before the ticket, as merging customers does: it locks them, and then their tickets.
  const customerId = customer ? await identifyCustomer(ctx, customer) : null;
  const author = await authorOf(ctx, customerId, answering);
  return addAnswer(ctx, id, { ...answering, customerId, author, passed: [] });
}

interface Attributed extends Answering {
  customerId: string | null;
  author: Author;
  /** Closed tickets that it has gone on from. */
  passed: readonly string[];
}

async function addAnswer(
  ctx: Context,
  id: string,
  answering: Attributed,
  isShared = false,
): Promise<Answered> {
  const { answer, author } = answering;
  const ticket = await lockMergedInto(ctx, id);
  const isSolved = ticket.status === "resolved" || ticket.status === "closed";
  if (!isSolved || answer.status !== undefined || answer.visibility === "internal")
    return comment(ctx, ticket.id, answer, author);
  switch (answering.onClosed ?? (await usualOnClosed(ctx))) {
    case "reopen":
      return comment(ctx, ticket.id, { ...answer, status: "open" }, author);
    case "keep":
      return keepClosed(ctx, ticket, answer, author);
    case "new_ticket":
      if (isShared) return goOn(ctx, ticket, answering);
      await unlock();
      await share(ctx, ticket, answering);
      return addAnswer(ctx, ticket.id, answering, true);
  }
}

/**
 * What the ticket that goes on will refer to stays as it is; to be taken before the ticket. Its customer is who answers, whom we have locked
 * already: with another one beside, two who answer each other's tickets would wait in a circle.
 */
async function share(ctx: Context, { customer, team }: Ticket, { customerId }: Attributed): Promise<void> {
  if (customer && customerId === null) await shareCustomer(ctx, customer.id);
  if (team) await assertReferences(ctx, { teamId: team.id });
}

async function authorOf(
  ctx: Context,
  customerId: string | null,
  { customer, authorName }: Answering,
): Promise<Author> {
  if (customerId === null) return { type: "system", id: ctx.actor.name, name: authorName ?? ctx.actor.name };
  const { name, email } = await readCustomerRef(ctx, customerId);
  return {
    type: "customer",
    id: customerId,
    name: name ?? authorName ?? email ?? customer?.email ?? "Customer",
  };
}

async function usualOnClosed(ctx: Context): Promise<OnClosed> {
  const [row] = await database()
    .select({ onClosed: organizations.onClosed })
    .from(organizations)
    .where(eq(organizations.id, ctx.organizationId));
  return row?.onClosed ?? "reopen";
}

async function comment(
  ctx: Context,
  ticketId: string,
  answer: CreateComment,
  author: Author,
): Promise<Answered> {
  const { id: commentId } = await addComment(ctx, ticketId, answer, author);
  return { outcome: "commented", ticketId, commentId };
}

async function keepClosed(
  ctx: Context,
  { id, tags, status, number }: Ticket,
  answer: CreateComment,
  author: Author,
): Promise<Answered> {
  const done = await comment(ctx, id, answer, author);
  if (!tags.includes(ANSWERED_TAG)) await updateTicket(ctx, id, { tags: [...tags, ANSWERED_TAG] });
  const message = `Ticket #${number} is ${status} and stays so. It has the tag ${ANSWERED_TAG}.`;
  return { ...done, remarks: [{ path: "onClosed", message }] };
}

/**
 * One ticket goes on for all answers to the closed one, as long as that is not closed as well. What went on and was merged back into the closed
 * one leads nowhere: another one goes on.
 */
async function goOn(ctx: Context, closed: Ticket, answering: Attributed): Promise<Answered> {
  const { answer, webhookId, key, subject, customerId, passed } = answering;
  const place = { after: closed.id };
  // The lock on the closed ticket has whoever else answers it wait.
  const known = passed.includes(closed.id) ? null : await findTicketOf(ctx, webhookId, place);
  if (known) return addAnswer(ctx, known, { ...answering, passed: [...passed, closed.id] });
  const ticket = await createTicket(
    ctx,
    {
      subject: subject ?? closed.subject,
      body: answer.body,
      priority: closed.priority,
      teamId: closed.team?.id,
      ...(await livingCustomer(ctx, customerId ?? closed.customer?.id)),
    },
    { source: "incoming_webhook" },
  );
  await keepTicketOf(ctx, webhookId, place, ticket.id);
  if (key !== null) await keepTicketOf(ctx, webhookId, { key }, ticket.id);
  await note(
    ctx,
    ticket.id,
    `Goes on from ticket #${closed.number} “${closed.subject}”, which is ${closed.status}.`,
  );
  await note(
    ctx,
    closed.id,
    `An answer came when this was ${closed.status}. It goes on in ticket #${ticket.number}.`,
  );
  return { outcome: "created", ticketId: ticket.id, commentId: null };
}

function note(ctx: Context, ticketId: string, body: string) {
  return addComment(ctx, ticketId, { body, visibility: "internal" });
}
