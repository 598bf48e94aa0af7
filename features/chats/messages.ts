import "server-only";
import { and, eq, inArray, sql } from "drizzle-orm";
import { currentTransaction, database, transaction } from "@/db/client";
import { chats, customers, messages } from "@/db/schema";
import { recordAudit } from "@/features/audit/record";
import { messageEvent } from "@/features/chats/event";
import { chatTarget, lockChat, ownChat } from "@/features/chats/own-chat";
import { messageColumns, readChat, toMessage } from "@/features/chats/queries";
import type { Chat, CreateMessage, Message, UpdateMessage } from "@/features/chats/schema";
import { storeEvents } from "@/features/events/publish";
import { actorId, authorize, type Context } from "@/lib/context";
import { ConflictError, ForbiddenError, InvalidFieldError, NotFoundError } from "@/lib/errors";

/** Adds a message of the caller or, on their behalf, of the customer. Throws ConflictError once the chat has ended. */
export async function createMessage(ctx: Context, chatId: string, input: CreateMessage): Promise<Message> {
  authorize(ctx, "chats:write");
  return transaction(async () => {
    await lockChat(ctx, chatId);
    return storeMessage(ctx, await readChat(ctx, chatId), input);
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
  const [row] = await database()
    .insert(messages)
    .values({
      organizationId: ctx.organizationId,
      chatId: chat.id,
      body: input.body,
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
  if (author.type === "customer") await markSeen(ctx, author.id);
  const message = toMessage(row);
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

/** Edits a message. Only its author may; a token also what it relays for the customer. */
export async function updateMessage(
  ctx: Context,
  chatId: string,
  messageId: string,
  { body }: UpdateMessage,
): Promise<Message> {
  authorize(ctx, "chats:write");
  return transaction(async () => {
    const { chat, message: before } = await openMessage(ctx, chatId, messageId);
    if (before.deletedAt) throw new ConflictError("The message was deleted. Write a new one instead.");
    if (before.body === body) return before;
    const editedAt = new Date();
    await database()
      .update(messages)
      .set({ body, editedAt })
      .where(ownMessage(ctx, chatId, messageId));
    const message = { ...before, body, editedAt: editedAt.toISOString() };
    await storeEvents(ctx, [
      messageEvent("message.updated", chat, message, {
        changed: { body: { from: before.body, to: body } },
        updatedAt: message.editedAt,
      }),
    ]);
    await recordAudit(ctx, {
      action: "chat.message_edited",
      target: chatTarget(chat),
      changes: { body: { from: "changed", to: "changed" } },
    });
    return message;
  });
}

/** Removes a message's text for good; its place stays. Deleting twice is fine. */
export async function deleteMessage(ctx: Context, chatId: string, messageId: string): Promise<void> {
  authorize(ctx, "chats:write");
  await transaction(async () => {
    const { chat, message } = await openMessage(ctx, chatId, messageId);
    if (message.deletedAt) return;
    const deletedAt = new Date();
    await database()
      .update(messages)
      .set({ body: "", deletedAt })
      .where(ownMessage(ctx, chatId, messageId));
    await database()
      .update(chats)
      .set({
        messageCount: sql`${chats.messageCount} - 1`,
        unreadCount: sql`least(${chats.unreadCount}, (
          select count(*) from ${messages} as left_over
          where left_over.chat_id = ${chatId} and left_over.author_type = 'customer' and left_over.deleted_at is null))`,
      })
      .where(ownChat(ctx, chatId));
    await storeEvents(ctx, [
      messageEvent("message.deleted", chat, message, { deletedAt: deletedAt.toISOString() }),
    ]);
    await recordAudit(ctx, { action: "chat.message_deleted", target: chatTarget(chat) });
  });
}

async function openMessage(
  ctx: Context,
  chatId: string,
  messageId: string,
): Promise<{ chat: Chat; message: Message }> {
  await lockChat(ctx, chatId);
  const chat = await readChat(ctx, chatId);
  const [row] = await database()
    .select(messageColumns)
    .from(messages)
    .where(ownMessage(ctx, chatId, messageId));
  if (!row) throw new NotFoundError("message");
  const message = toMessage(row);
  if (!mayChange(ctx, message))
    throw new ForbiddenError("Only its author can change a message. Write a new one instead.");
  return { chat, message };
}

function mayChange({ actor }: Context, { author }: Message): boolean {
  if (actor.type === "user") return author.type === "user" && author.id === String(actor.userId);
  if (actor.type === "system") return true;
  return author.type === "customer" || (author.type === "token" && author.id === actor.tokenId);
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

function ownMessage(ctx: Context, chatId: string, id: string) {
  return and(
    eq(messages.organizationId, ctx.organizationId),
    eq(messages.chatId, chatId),
    eq(messages.id, id),
  );
}
