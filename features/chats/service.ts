import "server-only";
import { database, transaction } from "@/db/client";
import { chats } from "@/db/schema";
import { changesBetween, recordAudit } from "@/features/audit/record";
import { chatEvent } from "@/features/chats/event";
import { storeMessage } from "@/features/chats/messages";
import { chatTarget, lockChat, ownChat } from "@/features/chats/own-chat";
import { readChat } from "@/features/chats/queries";
import type { Chat, CreateChat, UpdateChat } from "@/features/chats/schema";
import { identifyCustomer } from "@/features/customers/identify";
import { storeEvents } from "@/features/events/publish";
import { assertReferences } from "@/features/tickets/references";
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
    await lockChat(ctx, id);
    const before = await readChat(ctx, id);
    await assertReferences(ctx, input);
    if (Object.keys(input).length === 0) return before;
    await database().update(chats).set(input).where(ownChat(ctx, id));
    const after = await readChat(ctx, id);
    const { subject, assignee, team } = after;
    const changes = changesBetween(before, { subject, assignee, team });
    if (Object.keys(changes).length > 0)
      await recordAudit(ctx, { action: "chat.updated", target: chatTarget(after), changes });
    return after;
  });
}

/** Ends a chat; one that has ended stays as it is, and nobody is told again. */
export async function endChat(ctx: Context, id: string): Promise<Chat> {
  authorize(ctx, "chats:write");
  return transaction(async () => {
    await lockChat(ctx, id);
    const before = await readChat(ctx, id);
    if (before.status === "ended") return before;
    const endedAt = new Date();
    await database().update(chats).set({ status: "ended", endedAt }).where(ownChat(ctx, id));
    const chat = await readChat(ctx, id);
    const seconds = Math.round((endedAt.getTime() - Date.parse(chat.startedAt)) / 1000);
    await storeEvents(ctx, [
      chatEvent("chat.ended", chat, {
        endedAt: chat.endedAt,
        endedBy: { type: ctx.actor.type, id: actorId(ctx), name: ctx.actor.name },
        durationSeconds: Math.max(0, seconds),
        messageCount: chat.messageCount,
      }),
    ]);
    await recordAudit(ctx, {
      action: "chat.ended",
      target: chatTarget(chat),
      changes: { status: { from: "open", to: "ended" } },
    });
    return chat;
  });
}

/** Takes the count of unread messages back to none. That somebody looked is no change to put on record. */
export async function markChatRead(ctx: Context, id: string): Promise<Chat> {
  authorize(ctx, "chats:write");
  return transaction(async () => {
    await lockChat(ctx, id);
    const chat = await readChat(ctx, id);
    if (chat.unreadCount === 0) return chat;
    await database().update(chats).set({ unreadCount: 0 }).where(ownChat(ctx, id));
    return { ...chat, unreadCount: 0 };
  });
}

function pageOf({ url, title }: { url?: string | undefined; title?: string | undefined }) {
  return { ...(url === undefined ? {} : { url }), ...(title === undefined ? {} : { title }) };
}
