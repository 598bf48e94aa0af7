import "server-only";
import { and, eq, sql } from "drizzle-orm";
import { database } from "@/db/client";
import { chats, messages } from "@/db/schema";
import { applyChange, type Changeable } from "@/features/audit/change";
import type { Changes } from "@/features/audit/record";
import { chatTarget, lockChat, ownChat } from "@/features/chats/change";
import { messageEvent } from "@/features/chats/event";
import { messageColumns, readChat, toMessage } from "@/features/chats/queries";
import type { Chat, Message, UpdateMessage } from "@/features/chats/schema";
import { storeEvents } from "@/features/events/publish";
import { authorize, type Context } from "@/lib/context";
import { ConflictError, ForbiddenError, NotFoundError } from "@/lib/errors";

/** Edits a message. Only its author may; a token also what it relays for the customer. */
export async function updateMessage(
  ctx: Context,
  chatId: string,
  messageId: string,
  { body }: UpdateMessage,
): Promise<Message> {
  authorize(ctx, "chats:write");
  const { message } = await applyChange(ctx, MESSAGE, { chatId, messageId }, ({ before }) => {
    if (before.message.deletedAt)
      throw new ConflictError("The message was deleted. Write a new one instead.");
    if (before.message.body === body) return null;
    return {
      action: "chat.message_edited",
      write: () =>
        database()
          .update(messages)
          .set({ body, editedAt: new Date() })
          .where(ownMessage(ctx, chatId, messageId)),
      tell: (after) =>
        storeEvents(ctx, [
          messageEvent("message.updated", after.chat, after.message, {
            changed: { body: { from: before.message.body, to: body } },
            updatedAt: after.message.editedAt,
          }),
        ]),
    };
  });
  return message;
}

/** Removes a message's text for good; its place stays. Deleting twice is fine. */
export async function deleteMessage(ctx: Context, chatId: string, messageId: string): Promise<void> {
  authorize(ctx, "chats:write");
  await applyChange(ctx, MESSAGE, { chatId, messageId }, ({ before: { chat, message } }) => {
    if (message.deletedAt) return null;
    const deletedAt = new Date();
    return {
      action: "chat.message_deleted",
      write: () => blankMessage(ctx, { chatId, messageId, deletedAt }),
      tell: () =>
        storeEvents(ctx, [
          messageEvent("message.deleted", chat, message, { deletedAt: deletedAt.toISOString() }),
        ]),
    };
  });
}

async function blankMessage(
  ctx: Context,
  { chatId, messageId, deletedAt }: { chatId: string; messageId: string; deletedAt: Date },
): Promise<void> {
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
}

interface Place {
  chatId: string;
  messageId: string;
}

interface Placed {
  chat: Chat;
  message: Message;
}

/** A message is changed with its chat, on whose record it stands. */
const MESSAGE: Changeable<Place, Placed> = {
  async lock(ctx, place) {
    await lockChat(ctx, place.chatId);
    const before = await readPlaced(ctx, place);
    if (!mayChange(ctx, before.message))
      throw new ForbiddenError("Only its author can change a message. Write a new one instead.");
    return { before };
  },
  read: readPlaced,
  target: ({ chat }) => chatTarget(chat),
  difference(before, after): Changes {
    if (before.message.body === after.message.body) return {};
    return { body: { from: "changed", to: "changed" } };
  },
};

async function readPlaced(ctx: Context, { chatId, messageId }: Place): Promise<Placed> {
  const chat = await readChat(ctx, chatId);
  const [row] = await database()
    .select(messageColumns)
    .from(messages)
    .where(ownMessage(ctx, chatId, messageId));
  if (!row) throw new NotFoundError("message");
  return { chat, message: toMessage(row) };
}

function mayChange({ actor }: Context, { author }: Message): boolean {
  if (actor.type === "user") return author.type === "user" && author.id === String(actor.userId);
  if (actor.type === "system") return true;
  if (actor.type === "customer") return false;
  return author.type === "customer" || (author.type === "token" && author.id === actor.tokenId);
}

function ownMessage(ctx: Context, chatId: string, id: string) {
  return and(
    eq(messages.organizationId, ctx.organizationId),
    eq(messages.chatId, chatId),
    eq(messages.id, id),
  );
}
