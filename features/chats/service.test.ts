import { and, asc, eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { database } from "@/db/client";
import { createContext, createOrganization, createUser } from "@/db/factories";
import { auditLog, events, messages } from "@/db/schema";
import { deleteMessage, updateMessage } from "@/features/chats/edit-message";
import { createMessage } from "@/features/chats/messages";
import { getChat, listChats, listMessages } from "@/features/chats/queries";
import { createChatSchema, listChatsQuerySchema } from "@/features/chats/schema";
import { createChat, endChat, markChatRead, updateChat } from "@/features/chats/service";
import { turnIntoTicket } from "@/features/chats/turn-into-ticket";
import { eraseCustomer } from "@/features/customers/erase";
import { mergeCustomer } from "@/features/customers/merge";
import { getCustomer } from "@/features/customers/queries";
import { createCustomer } from "@/features/customers/service";
import { payloadSchema } from "@/features/event-catalog/catalog";
import { isEventType } from "@/features/event-catalog/names";
import { listComments } from "@/features/tickets/comments";
import { getTicket } from "@/features/tickets/queries";
import { deleteTicket } from "@/features/tickets/service";
import { actorUserId, type Context } from "@/lib/context";

async function signedIn(): Promise<Context> {
  return createContext(await createUser(await createOrganization()));
}

/** A program of the same organization. */
function tokenOf(ctx: Context): Context {
  const userId = actorUserId(ctx) ?? 0;
  return { ...ctx, actor: { type: "token", tokenId: crypto.randomUUID(), userId, name: "Widget" } };
}

const DANA = { email: "dana@whitfield-prints.example", name: "Dana Whitfield" };
const FROM_CUSTOMER = { type: "customer" as const };

function start(ctx: Context, input: object = { customer: DANA }) {
  return createChat(ctx, createChatSchema.parse(input));
}

function say(ctx: Context, chatId: string, body: string) {
  return createMessage(ctx, chatId, { body, author: FROM_CUSTOMER });
}

async function eventsOf(ctx: Context, subjectId: string) {
  const rows = await database()
    .select({ type: events.type, data: events.data, accountId: events.accountId })
    .from(events)
    .where(and(eq(events.organizationId, ctx.organizationId), eq(events.subjectId, subjectId)))
    .orderBy(asc(events.id));
  for (const { type, data } of rows)
    if (isEventType(type))
      expect(payloadSchema(type).safeParse(JSON.parse(data)).error, type).toBeUndefined();
  return rows.map((row) => ({ ...row, data: JSON.parse(row.data) }));
}

test("a chat tells of its start, its messages and its end", async () => {
  const ctx = await signedIn();
  const widget = tokenOf(ctx);
  const page = { url: "https://shop.example/account", title: "Account" };
  const chat = await start(widget, {
    customer: DANA,
    page,
    message: { body: "Hello?", author: FROM_CUSTOMER },
  });
  expect(chat).toMatchObject({
    status: "open",
    customer: DANA,
    page,
    messageCount: 1,
    unreadCount: 1,
    lastMessage: { author: { type: "customer", name: DANA.name }, snippet: "Hello?" },
  });
  const userId = ctx.actor.type === "user" ? ctx.actor.userId : 0;
  await updateChat(ctx, chat.id, { assigneeId: userId });
  await createMessage(ctx, chat.id, { body: "Hello Dana." });
  const ended = await endChat(ctx, chat.id);
  expect(ended).toMatchObject({ status: "ended", unreadCount: 0, messageCount: 2 });
  expect(await endChat(ctx, chat.id)).toEqual(ended);
  await expect(say(widget, chat.id, "Still there?")).rejects.toThrow("Start another one");

  const told = await eventsOf(ctx, chat.id);
  expect(told.map(({ type }) => type)).toEqual([
    "chat.started",
    "message.received",
    "message.created",
    "message.created",
    "chat.ended",
  ]);
  expect(told[0]?.data).toMatchObject({ page, customer: DANA });
  expect(told[1]?.data).toMatchObject({ body: "Hello?", author: { type: "customer", name: DANA.name } });
  expect(told[3]).toMatchObject({ accountId: userId, data: { author: { type: "user", name: "Ada" } } });
  expect(told[4]?.data).toMatchObject({
    endedAt: ended.endedAt,
    endedBy: { type: "user", name: "Ada" },
    durationSeconds: expect.any(Number),
    messageCount: 2,
  });
  const log = await database()
    .select({ action: auditLog.action, name: auditLog.targetName, changes: auditLog.changes })
    .from(auditLog)
    .where(and(eq(auditLog.organizationId, ctx.organizationId), eq(auditLog.targetId, chat.id)))
    .orderBy(auditLog.id);
  expect(log.map(({ action }) => action).sort()).toEqual([
    "chat.ended",
    "chat.message_added",
    "chat.message_added",
    "chat.started",
    "chat.updated",
  ]);
  expect(JSON.stringify(log)).not.toMatch(/Dana|whitfield|Hello/);
});

test("40 messages at once are all counted, in one order", async () => {
  const ctx = await signedIn();
  const { id } = await start(ctx);
  await Promise.all(Array.from({ length: 40 }, (_, index) => say(ctx, id, `Message ${index}`)));
  const chat = await getChat(ctx, id);
  expect(chat).toMatchObject({ messageCount: 40, unreadCount: 40 });
  const { data } = await listMessages(ctx, id, { limit: 100, order: "asc" });
  expect(data).toHaveLength(40);
  expect(data.map(({ createdAt }) => createdAt)).toEqual(data.map(({ createdAt }) => createdAt).toSorted());
  expect(chat.lastMessageAt).toBe(data.at(-1)?.createdAt);
  const backwards = await listMessages(ctx, id, { limit: 10, order: "desc" });
  expect(backwards.data.map((message) => message.id)).toEqual(
    data
      .slice(-10)
      .map((message) => message.id)
      .toReversed(),
  );
  const rest = await listMessages(ctx, id, {
    limit: 100,
    order: "desc",
    cursor: backwards.nextCursor ?? undefined,
  });
  expect(rest.data).toHaveLength(30);
});

test("messages that race with the end are either counted or refused", async () => {
  const ctx = await signedIn();
  const { id } = await start(ctx);
  const sent = Array.from({ length: 10 }, () => say(ctx, id, "Wait"));
  const [, ...results] = await Promise.allSettled([endChat(ctx, id), ...sent]);
  const accepted = results.filter(({ status }) => status === "fulfilled").length;
  const told = await eventsOf(ctx, id);
  expect(told.at(-1)).toMatchObject({ type: "chat.ended", data: { messageCount: accepted } });
  expect((await getChat(ctx, id)).messageCount).toBe(accepted);
});

test("reading and answering take the unread count back; a program's message doesn't", async () => {
  const ctx = await signedIn();
  const dana = await createCustomer(ctx, { name: "Dana" });
  const { id } = await start(ctx, { customerId: dana.id });
  expect(dana.lastSeenAt).toBeNull();
  await say(ctx, id, "One");
  expect(await getCustomer(ctx, dana.id)).toMatchObject({ lastSeenAt: expect.any(String) });
  await createMessage(tokenOf(ctx), id, { body: "An agent will be with you soon." });
  expect((await getChat(ctx, id)).unreadCount).toBe(1);
  await markChatRead(ctx, id);
  expect((await getChat(ctx, id)).unreadCount).toBe(0);
  await say(ctx, id, "Two");
  const unread = async (query: object) =>
    (await listChats(ctx, listChatsQuerySchema.parse(query))).data.map((chat) => chat.id);
  expect([await unread({ unread: "true" }), await unread({ unread: "false" })]).toEqual([[id], []]);
  await createMessage(ctx, id, { body: "Here I am." });
  expect([await unread({ unread: "true" }), await unread({ unread: "false" })]).toEqual([[], [id]]);
});

test("only its author edits or deletes a message, and a deleted one leaves no text", async () => {
  const ctx = await signedIn();
  const widget = tokenOf(ctx);
  const { id } = await start(ctx);
  const [theirs, mine] = [await say(widget, id, "Helo"), await createMessage(ctx, id, { body: "Hi" })];
  await expect(updateMessage(ctx, id, theirs.id, { body: "Forged" })).rejects.toThrow("Only its author");
  await expect(deleteMessage(widget, id, mine.id)).rejects.toThrow("Only its author");
  const edited = await updateMessage(widget, id, theirs.id, { body: "Hello" });
  expect(edited).toMatchObject({ body: "Hello", editedAt: expect.any(String) });
  await deleteMessage(ctx, id, mine.id);
  await deleteMessage(ctx, id, mine.id);
  await expect(updateMessage(ctx, id, mine.id, { body: "Again" })).rejects.toThrow("was deleted");
  const [row] = await database().select().from(messages).where(eq(messages.id, mine.id));
  expect(row).toMatchObject({ body: "", deletedAt: expect.any(Date) });
  expect(await getChat(ctx, id)).toMatchObject({ messageCount: 1, lastMessage: { snippet: "Hello" } });
  const told = (await eventsOf(ctx, id)).slice(-2);
  expect(told.map(({ type }) => type)).toEqual(["message.updated", "message.deleted"]);
  expect(told[0]?.data.changed).toEqual({ body: { from: "Helo", to: "Hello" } });
});

test("a chat becomes one ticket with its conversation, however often it is asked", async () => {
  const ctx = await signedIn();
  const chatter = { ...ctx, permissions: new Set(["chats:read", "chats:write"] as const) };
  const { id } = await start(ctx);
  await say(ctx, id, "Why two seats?\nI have one.");
  await createMessage(ctx, id, { body: "Let me look." });
  const gone = await createMessage(ctx, id, { body: "Secret" });
  await deleteMessage(ctx, id, gone.id);
  const asked = await Promise.all(Array.from({ length: 5 }, () => turnIntoTicket(chatter, id)));
  expect(new Set(asked.map((ticket) => ticket.id)).size).toBe(1);
  const [{ id: ticketId, number } = { id: "", number: 0 }] = asked;
  expect(await getTicket(ctx, ticketId)).toMatchObject({
    subject: "Why two seats?",
    body: "Why two seats?\nI have one.",
    source: "chat",
    chatId: id,
    customer: DANA,
    commentCount: 1,
  });
  const { data } = await listComments(ctx, ticketId, { limit: 10, order: "asc" });
  expect(data).toMatchObject([{ body: "Let me look.", visibility: "public", author: { type: "user" } }]);
  expect(await getChat(ctx, id)).toMatchObject({ ticket: { id: ticketId, number }, status: "open" });
  await deleteTicket(ctx, ticketId);
  await expect(turnIntoTicket(ctx, id)).rejects.toMatchObject({ status: 409 });
});

test("chats that become tickets while their customer is merged don't block each other", async () => {
  const ctx = await signedIn();
  const opened = await Promise.all(Array.from({ length: 6 }, () => start(ctx)));
  const loserId = opened[0]?.customer?.id ?? "";
  const winner = await createCustomer(ctx, { name: "Dana" });
  await Promise.all([
    ...opened.map(({ id }) => turnIntoTicket(ctx, id)),
    ...opened.map(({ id }) => say(ctx, id, "Hello")),
    mergeCustomer(ctx, loserId, winner.id),
  ]);
  for (const { id } of opened)
    expect(await getChat(ctx, id)).toMatchObject({ customer: { id: winner.id }, ticket: expect.anything() });
});

test("the chat of an erased customer still becomes a ticket, without them", async () => {
  const ctx = await signedIn();
  const chat = await start(ctx);
  await eraseCustomer(ctx, chat.customer?.id ?? "");
  const { id } = await turnIntoTicket(ctx, chat.id, "About a seat");
  expect(await getTicket(ctx, id)).toMatchObject({ subject: "About a seat", customer: null });
});

test("another organization's chats, people and customers stay out of reach", async () => {
  const [ctx, other] = [await signedIn(), await signedIn()];
  const theirs = await start(other);
  const message = await createMessage(other, theirs.id, { body: "Hi" });
  const mine = await start(ctx, { subject: "Mine" });
  for (const attempt of [
    () => getChat(ctx, theirs.id),
    () => listMessages(ctx, theirs.id, { limit: 5, order: "asc" }),
    () => updateChat(ctx, theirs.id, { subject: "Stolen" }),
    () => endChat(ctx, theirs.id),
    () => markChatRead(ctx, theirs.id),
    () => turnIntoTicket(ctx, theirs.id),
    () => createMessage(ctx, theirs.id, { body: "Hi" }),
    () => updateMessage(ctx, theirs.id, message.id, { body: "Hi" }),
  ])
    await expect(attempt()).rejects.toThrow("No such chat");
  await expect(deleteMessage(ctx, mine.id, message.id)).rejects.toThrow("No such message");
  const userId = other.actor.type === "user" ? other.actor.userId : 0;
  await expect(start(ctx, { customerId: theirs.customer?.id })).rejects.toThrow("customerId");
  await expect(updateChat(ctx, mine.id, { assigneeId: userId })).rejects.toThrow("assigneeId");
  await expect(say(ctx, mine.id, "Hello")).rejects.toThrow("author");
  expect((await listChats(ctx, listChatsQuerySchema.parse({}))).data.map(({ id }) => id)).toEqual([mine.id]);
});
