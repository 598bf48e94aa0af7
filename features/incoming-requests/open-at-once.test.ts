import { and, eq, sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { database, transaction } from "@/db/client";
import { createContext, createOrganization, createUser } from "@/db/factories";
import { auditLog, events, incomingRequests, tickets } from "@/db/schema";
import { createChatSchema } from "@/features/chats/schema";
import { createChat } from "@/features/chats/service";
import { turnIntoTicket } from "@/features/chats/turn-into-ticket";
import { mergeCustomer } from "@/features/customers/merge";
import { createCustomerSchema } from "@/features/customers/schema";
import { createCustomer } from "@/features/customers/service";
import { makeWebhook, send } from "@/features/incoming-requests/sent-requests";
import { createTicketSchema } from "@/features/tickets/schema";
import { createTicket } from "@/features/tickets/service";
import type { Context } from "@/lib/context";

const TICKETS_OF_EACH = 20;
const PAIRS = 4;

function email(index: number): string {
  return `writer-${index % (2 * PAIRS)}@example.com`;
}

function open(ctx: Context, index: number) {
  const customer = { email: email(index), phone: `+1416555${1000 + index}` };
  return createTicket(ctx, createTicketSchema.parse({ subject: `Fire ${index}`, customer }));
}

async function openInVain(ctx: Context, index: number): Promise<void> {
  const gone = transaction(async () => {
    await open(ctx, index);
    throw new Error("thought better of it");
  });
  await expect(gone).rejects.toThrow("thought better of it");
}

async function talkAndFile(ctx: Context, index: number) {
  const customer = { email: email(index) };
  const chat = await createChat(ctx, createChatSchema.parse({ subject: `Smoke ${index}`, customer }));
  return turnIntoTicket(ctx, chat.id);
}

function each<Result>(count: number, call: (index: number) => Promise<Result>): Promise<Result>[] {
  return Array.from({ length: count }, (_, index) => call(index));
}

test("tickets by webhooks, programs and chats at once, while their customers are merged, have all numbers and wait in no circle", async () => {
  const ctx = createContext(await createUser(await createOrganization()));
  const [plain, keyed] = [await makeWebhook(ctx), await makeWebhook(ctx, { correlationKey: "subject" })];
  const known: string[] = [];
  for (let index = 0; index < 2 * PAIRS; index++)
    known.push((await createCustomer(ctx, createCustomerSchema.parse({ email: email(index) }))).id);

  await Promise.all([
    ...each(TICKETS_OF_EACH, (index) =>
      send(plain, { subject: `Plain ${index}`, customer: { email: email(index) } }),
    ),
    ...each(PAIRS, (index) => mergeCustomer(ctx, known[2 * index] ?? "", known[2 * index + 1] ?? "")),
    ...each(TICKETS_OF_EACH, (index) => open(ctx, index)),
    ...each(TICKETS_OF_EACH, (index) =>
      send(keyed, { subject: `Keyed ${index % 10}`, body: `No. ${index}` }),
    ),
    ...each(5, (index) => openInVain(ctx, index)),
    ...each(10, (index) => talkAndFile(ctx, index)),
  ]);

  const made = await database()
    .select({ number: tickets.number, id: tickets.id })
    .from(tickets)
    .where(eq(tickets.organizationId, ctx.organizationId))
    .orderBy(tickets.number);
  // Two by each key, of which one is a comment.
  const expected = 2 * TICKETS_OF_EACH + 10 + 10;
  expect(made.map(({ number }) => number)).toEqual(Array.from({ length: expected }, (_, index) => index + 1));

  const told = await database()
    .select({ number: sql<number>`(${events.data}::jsonb ->> 'number')::int` })
    .from(events)
    .where(and(eq(events.organizationId, ctx.organizationId), eq(events.type, "ticket.created")))
    .orderBy(events.id);
  // Told in the order of their numbers, each once.
  expect(told).toEqual(made.map(({ number }) => ({ number })));
  const recorded = await database()
    .select({ id: auditLog.targetId })
    .from(auditLog)
    .where(and(eq(auditLog.organizationId, ctx.organizationId), eq(auditLog.action, "ticket.created")));
  expect(new Set(recorded.map(({ id }) => id))).toEqual(new Set(made.map(({ id }) => id)));
  const kept = await database()
    .select({ result: incomingRequests.result, ticketId: incomingRequests.ticketId })
    .from(incomingRequests)
    .where(eq(incomingRequests.organizationId, ctx.organizationId));
  expect(kept).toHaveLength(2 * TICKETS_OF_EACH);
  const ids = made.map(({ id }) => id);
  for (const { result, ticketId } of kept)
    expect([result, ids]).toEqual(["accepted", expect.arrayContaining([ticketId])]);
});
