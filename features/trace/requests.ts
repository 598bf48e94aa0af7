import "server-only";
import { and, asc, eq, isNull, lte, or, type SQL, sql } from "drizzle-orm";
import { database } from "@/db/client";
import { incomingRequests, incomingWebhooks, messages, tickets } from "@/db/schema";
import { MAX_PARTS } from "@/features/trace/cut-text";
import type { TracedRequest } from "@/features/trace/schema";
import type { Context } from "@/lib/context";

const SNIPPET_LENGTH = 120;

export interface ListedRequests {
  shown: TracedRequest[];
  isCut: boolean;
  /** Whether they posted what the reader may not read. */
  hidesMessages: boolean;
}

export const NO_REQUESTS: ListedRequests = { shown: [], isCut: false, hidesMessages: false };

/** Of a ticket: those that made or changed it, and those that posted into the chat before it was made of that. */
export async function ofTicket(ctx: Context, ticketId: string): Promise<SQL | undefined> {
  const own = eq(incomingRequests.ticketId, ticketId);
  const [ticket] = await database()
    .select({ chatId: tickets.chatId, createdAt: tickets.createdAt })
    .from(tickets)
    .where(and(eq(tickets.organizationId, ctx.organizationId), eq(tickets.id, ticketId)));
  if (!ticket?.chatId) return own;
  const { chatId, createdAt } = ticket;
  return or(own, and(eq(incomingRequests.chatId, chatId), lte(incomingRequests.createdAt, createdAt)));
}

/** None for whoever may not read them. What they posted is for those who may read chats. */
export async function listRequests(ctx: Context, condition: SQL | undefined): Promise<ListedRequests> {
  if (!ctx.permissions.has("incoming_webhooks:read")) return NO_REQUESTS;
  const mayRead = ctx.permissions.has("chats:read");
  const rows = await database()
    .select({
      id: incomingRequests.id,
      result: incomingRequests.result,
      statusCode: incomingRequests.statusCode,
      createdAt: incomingRequests.createdAt,
      messageId: incomingRequests.messageId,
      webhook: { id: incomingWebhooks.id, name: incomingWebhooks.name },
      message: {
        id: messages.id,
        chatId: messages.chatId,
        authorName: messages.authorName,
        snippet: sql<string>`left(${messages.body}, ${SNIPPET_LENGTH}::int)`,
      },
    })
    .from(incomingRequests)
    .innerJoin(incomingWebhooks, eq(incomingWebhooks.id, incomingRequests.webhookId))
    .leftJoin(
      messages,
      and(
        eq(messages.organizationId, ctx.organizationId),
        eq(messages.id, incomingRequests.messageId),
        mayRead ? isNull(messages.deletedAt) : sql`false`,
      ),
    )
    .where(and(eq(incomingRequests.organizationId, ctx.organizationId), condition))
    .orderBy(asc(incomingRequests.id))
    .limit(MAX_PARTS + 1);
  const shown = rows
    .slice(0, MAX_PARTS)
    .map(({ messageId: _, ...row }) => ({ ...row, createdAt: row.createdAt.toISOString() }));
  const hidesMessages = !mayRead && rows.some(({ messageId }) => messageId !== null);
  return { shown, isCut: rows.length > MAX_PARTS, hidesMessages };
}
