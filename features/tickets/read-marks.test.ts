import { and, eq } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { database } from "@/db/client";
import { createContext, createOrganization, createUser } from "@/db/factories";
import { auditLog, comments, ticketViewers } from "@/db/schema";
import { listTickets } from "@/features/tickets/queries";
import { getTicketRead, markTicketRead } from "@/features/tickets/read-marks";
import { pruneTicketViewers } from "@/features/tickets/retention";
import { createTicketSchema } from "@/features/tickets/schema";
import { addComment, createTicket } from "@/features/tickets/service";
import { viewTicket } from "@/features/tickets/viewers";
import type { Context } from "@/lib/context";

const DAY_MS = 86_400_000;

async function colleagues(): Promise<[Context, Context]> {
  const organization = await createOrganization();
  return [createContext(await createUser(organization)), createContext(await createUser(organization))];
}

function open(ctx: Context) {
  return createTicket(ctx, createTicketSchema.parse({ subject: "Printer on fire", body: "It burns." }));
}

function write(ctx: Context, ticketId: string) {
  return addComment(ctx, ticketId, { body: "Use sand.", visibility: "public" });
}

async function isUnread(ctx: Context, ticketId: string): Promise<boolean | undefined> {
  const { data } = await listTickets(ctx, { sort: "-updated", limit: 10 });
  return data.find(({ id }) => id === ticketId)?.isUnread;
}

describe("how far somebody has read", () => {
  test("goes on with what they see, and never back", async () => {
    const [ada, ben] = await colleagues();
    const { id } = await open(ada);
    expect(await getTicketRead(ada, id)).toEqual({ readUpToId: null, unreadCount: 0 });
    expect(await markTicketRead(ada, id, { commentId: null })).toEqual({ readUpToId: id, unreadCount: 0 });
    const first = await write(ben, id);
    await write(ben, id);
    expect(await getTicketRead(ada, id)).toEqual({ readUpToId: id, unreadCount: 2 });
    await markTicketRead(ada, id, { commentId: first.id });
    await markTicketRead(ada, id, { commentId: null });
    expect(await getTicketRead(ada, id)).toEqual({ readUpToId: first.id, unreadCount: 1 });
  });

  test("is each one's own, and who answers has read what was there", async () => {
    const [ada, ben] = await colleagues();
    const { id } = await open(ada);
    await write(ada, id);
    const answer = await write(ben, id);
    expect(await getTicketRead(ben, id)).toEqual({ readUpToId: answer.id, unreadCount: 0 });
    expect((await getTicketRead(ada, id)).unreadCount).toBe(1);
  });

  test("is no change on record, of this organization's tickets and of the ticket's own comments only", async () => {
    const [[ada], [other]] = [await colleagues(), await colleagues()];
    const [mine, theirs] = [await open(ada), await open(other)];
    const comment = await write(other, theirs.id);
    await expect(getTicketRead(ada, theirs.id)).rejects.toThrow("No such ticket");
    await expect(markTicketRead(ada, theirs.id, { commentId: null })).rejects.toThrow("No such ticket");
    await expect(markTicketRead(ada, mine.id, { commentId: comment.id })).rejects.toThrow("No such comment");
    const before = await auditRows(ada);
    await markTicketRead(ada, mine.id, { commentId: null });
    expect(await auditRows(ada)).toBe(before);
  });
});

describe("in the list a ticket", () => {
  test("is unread from another's comment until that was read", async () => {
    const [ada, ben] = await colleagues();
    const { id } = await open(ada);
    expect(await isUnread(ben, id)).toBe(false);
    const comment = await write(ada, id);
    expect([await isUnread(ada, id), await isUnread(ben, id)]).toEqual([false, true]);
    await markTicketRead(ben, id, { commentId: comment.id });
    expect(await isUnread(ben, id)).toBe(false);
    await write(ben, id);
    expect([await isUnread(ada, id), await isUnread(ben, id)]).toEqual([true, false]);
  });

  test("is not unread for what is older than reading is remembered", async () => {
    const [ada, ben] = await colleagues();
    const { id } = await open(ada);
    const { id: commentId } = await write(ada, id);
    await database()
      .update(comments)
      .set({ createdAt: new Date(Date.now() - 91 * DAY_MS) })
      .where(eq(comments.id, commentId));
    expect(await isUnread(ben, id)).toBe(false);
  });
});

test("who hasn't opened a ticket for 90 days is forgotten", async () => {
  const [ada, ben] = await colleagues();
  const { id } = await open(ada);
  for (const ctx of [ada, ben]) await viewTicket(ctx, id, { isReplying: false });
  await database()
    .update(ticketViewers)
    .set({ seenAt: new Date(Date.now() - 91 * DAY_MS) })
    .where(and(eq(ticketViewers.ticketId, id), eq(ticketViewers.userId, userIdOf(ada))));
  while (await pruneTicketViewers());
  const left = await database().select().from(ticketViewers).where(eq(ticketViewers.ticketId, id));
  expect(left.map(({ userId }) => userId)).toEqual([userIdOf(ben)]);
});

function userIdOf({ actor }: Context): number {
  return actor.type === "user" ? actor.userId : 0;
}

async function auditRows(ctx: Context): Promise<number> {
  return database().$count(auditLog, eq(auditLog.organizationId, ctx.organizationId));
}

test("an answer and the first sign of its author don't get in each other's way", async () => {
  const [ada] = await colleagues();
  for (let round = 0; round < 8; round++) {
    const { id } = await open(ada);
    const [{ id: commentId }] = await Promise.all([
      write(ada, id),
      viewTicket(ada, id, { isReplying: true }),
      markTicketRead(ada, id, { commentId: null }),
    ]);
    expect(await getTicketRead(ada, id)).toEqual({ readUpToId: commentId, unreadCount: 0 });
  }
});
