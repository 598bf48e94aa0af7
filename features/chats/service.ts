import "server-only";
import { database, transaction } from "@/db/client";
import { chats } from "@/db/schema";
import { applyChange } from "@/features/audit/change";
import { recordAudit } from "@/features/audit/record";
import { CHAT, chatTarget, ownChat } from "@/features/chats/change";
import { chatEvent } from "@/features/chats/event";
import { storeMessage } from "@/features/chats/messages";
import { readChat } from "@/features/chats/queries";
import type { Chat, CreateChat, UpdateChat } from "@/features/chats/schema";
import { identifyCustomer } from "@/features/customers/identify";
import { storeEvents } from "@/features/events/publish";
import { assertReferences } from "@/features/members/references";
import { actorId, authorize, type Context } from "@/lib/context";

/** Starts a chat, and adds its customer if nobody knows them yet. */
export async function createChat(ctx: Context, input: CreateChat): Promise<Chat> {
  authorize(ctx, "chats:write");
  return transaction(async () => {
    await assertReferences(ctx, input);
    const customerId = input.customer ? await identifyCustomer(ctx, input.customer) : input.customerId;
    const [row] = await database()
      .insert(chats)
      .values({
        organizationId: ctx.organizationId,
        subject: input.subject ?? null,
        customerId: customerId ?? null,
        assigneeId: input.assigneeId ?? null,
        teamId: input.teamId ?? null,
        page: input.page ? pageOf(input.page) : null,
      })
      .returning({ id: chats.id });
    if (!row) throw new Error("insert returned no row");
    const chat = await readChat(ctx, row.id);
    await storeEvents(ctx, [chatEvent("chat.started", chat, { page: chat.page })]);
    await recordAudit(ctx, { action: "chat.started", target: chatTarget(chat) });
    if (!input.message) return chat;
    await storeMessage(ctx, chat, input.message);
    return readChat(ctx, row.id);
  });
}

export async function updateChat(ctx: Context, id: string, input: UpdateChat): Promise<Chat> {
  authorize(ctx, "chats:write");
  return transaction(async () => {
    // Before the chat: deleting a team locks it, and then its chats.
    await assertReferences(ctx, input);
    return applyChange(ctx, CHAT, id, () =>
      Object.keys(input).length === 0
        ? null
        : {
            action: "chat.updated",
            write: () => database().update(chats).set(input).where(ownChat(ctx, id)),
          },
    );
  });
}

/** Ends a chat; one that has ended stays as it is, and nobody is told again. */
export async function endChat(ctx: Context, id: string): Promise<Chat> {
  authorize(ctx, "chats:write");
  return applyChange(ctx, CHAT, id, ({ before }) => {
    if (before.status === "ended") return null;
    const endedAt = new Date();
    return {
      action: "chat.ended",
      write: () => database().update(chats).set({ status: "ended", endedAt }).where(ownChat(ctx, id)),
      tell: (after) => storeEvents(ctx, [endedEvent(ctx, after, endedAt)]),
    };
  });
}

function endedEvent(ctx: Context, chat: Chat, endedAt: Date) {
  const seconds = Math.round((endedAt.getTime() - Date.parse(chat.startedAt)) / 1000);
  return chatEvent("chat.ended", chat, {
    endedAt: chat.endedAt,
    endedBy: { type: ctx.actor.type, id: actorId(ctx), name: ctx.actor.name },
    durationSeconds: Math.max(0, seconds),
    messageCount: chat.messageCount,
  });
}

/** Takes the count of unread messages back to none. That somebody looked is no change to put on record. */
export async function markChatRead(ctx: Context, id: string): Promise<Chat> {
  authorize(ctx, "chats:write");
  return transaction(async () => {
    const { before: chat } = await CHAT.lock(ctx, id);
    if (chat.unreadCount === 0) return chat;
    await database().update(chats).set({ unreadCount: 0 }).where(ownChat(ctx, id));
    return { ...chat, unreadCount: 0 };
  });
}

function pageOf({ url, title }: { url?: string | undefined; title?: string | undefined }) {
  return { ...(url === undefined ? {} : { url }), ...(title === undefined ? {} : { title }) };
}
