import "server-only";
import { and, eq, inArray, sql } from "drizzle-orm";
import { currentTransaction, database, transaction } from "@/db/client";
import { chats, customers, messages } from "@/db/schema";
import { recordAudit } from "@/features/audit/record";
import { CHAT, chatTarget, ownChat } from "@/features/chats/change";
import { messageEvent } from "@/features/chats/event";
import { messageColumns, toMessage } from "@/features/chats/queries";
import type { Chat, CreateMessage, Message } from "@/features/chats/schema";
import { storeEvents } from "@/features/events/publish";
import { actorId, authorize, type Context } from "@/lib/context";
import { ConflictError, InvalidFieldError } from "@/lib/errors";

/** Adds a message of the caller or, on their behalf, of the customer. Throws ConflictError once the chat has ended. */
export async function createMessage(ctx: Context, chatId: string, input: CreateMessage): Promise<Message> {
  authorize(ctx, "chats:write");
  return transaction(async () => {
    const { before: chat } = await CHAT.lock(ctx, chatId);
    return storeMessage(ctx, chat, input);
  });
}

/** `createMessage` for a chat that the caller has locked, or just made. */
export async function storeMessage(ctx: Context, chat: Chat, input: CreateMessage): Promise<Message> {
  if (chat.status === "ended") {
    throw new ConflictError(
      "The chat has ended and takes no more messages. Start another one: POST /api/v1/chats.",
    );
  }
  const author = input.author ? customerAuthor(chat) : callerAuthor(ctx);
  const message = await insertMessage(ctx, chat, { body: input.body, author });
  if (author.type === "customer") await markSeen(ctx, author.id);
  await storeEvents(ctx, [
    ...(author.type === "customer" ? [messageEvent("message.received", chat, message)] : []),
    messageEvent("message.created", chat, message),
  ]);
  await recordAudit(ctx, {
    action: "chat.message_added",
    target: chatTarget(chat),
    changes: { author: { from: null, to: author.type } },
  });
  return message;
}

/** Also counts it in its chat. */
async function insertMessage(
  ctx: Context,
  chat: Chat,
  { body, author }: Pick<Message, "body" | "author">,
): Promise<Message> {
  const [row] = await database()
    .insert(messages)
    .values({
      organizationId: ctx.organizationId,
      chatId: chat.id,
      body,
      authorType: author.type,
      authorId: author.id,
      authorName: author.name,
      // The transaction may have waited for another message since it began.
      createdAt: sql`clock_timestamp()`,
    })
    .returning(messageColumns);
  if (!row) throw new Error("insert returned no row");
  await database()
    .update(chats)
    .set({
      messageCount: sql`${chats.messageCount} + 1`,
      lastMessageAt: row.createdAt,
      ...unreadAfter(author.type),
    })
    .where(ownChat(ctx, chat.id));
  return toMessage(row);
}

function customerAuthor({ customer }: Chat): Message["author"] {
  if (customer) {
    return { type: "customer", id: customer.id, name: customer.name ?? customer.email ?? "Customer" };
  }
  throw new InvalidFieldError(
    "author",
    "The chat has no customer. Leave author out, or start a chat with a customer.",
  );
}

function callerAuthor(ctx: Context): Message["author"] {
  return { type: ctx.actor.type, id: actorId(ctx), name: ctx.actor.name };
}

/** Left out while someone merges or erases them, who may be waiting for this chat. */
async function markSeen(ctx: Context, customerId: string): Promise<void> {
  const free = currentTransaction()
    .select({ id: customers.id })
    .from(customers)
    .where(and(eq(customers.organizationId, ctx.organizationId), eq(customers.id, customerId)))
    .for("no key update", { skipLocked: true });
  await currentTransaction()
    .update(customers)
    .set({ lastSeenAt: sql`now()` })
    .where(and(eq(customers.organizationId, ctx.organizationId), inArray(customers.id, free)));
}

/** An agent who answers has read what was there. A program that writes has read nothing. */
function unreadAfter(author: Message["author"]["type"]) {
  if (author === "customer") return { unreadCount: sql`${chats.unreadCount} + 1` };
  return author === "user" ? { unreadCount: 0 } : {};
}
