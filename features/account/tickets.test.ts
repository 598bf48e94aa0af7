import { randomUUID } from "node:crypto";
import { and, eq } from "drizzle-orm";
import { beforeEach, expect, test } from "vitest";
import { database } from "@/db/client";
import {
  createContext,
  createCustomerAccount,
  createOrganization,
  createUser,
  type TestOrganization,
} from "@/db/factories";
import { auditLog, comments, events, tickets } from "@/db/schema";
import { customerContext } from "@/features/auth/customer-context";
import { getTicket } from "@/features/tickets/queries";
import { addComment } from "@/features/tickets/service";
import { listOwnComments } from "@/features/troubleshooter/queries";
import { closeTicket } from "@/features/troubleshooter/service";
import type { Context } from "@/lib/context";
import { NotFoundError } from "@/lib/errors";
import { markOwnTicketRead } from "./read-marks";
import { listAccountTickets, openAccountTicket, replyToAccountTicket } from "./tickets";

let organization: TestOrganization;
let agent: Context;
let dana: Awaited<ReturnType<typeof customer>>;
let eve: typeof dana;

beforeEach(async () => {
  organization = await createOrganization();
  agent = createContext(await createUser(organization));
  dana = await customer("Dana");
  eve = await customer("Eve");
});

async function customer(name: string) {
  const account = await createCustomerAccount(organization, { name });
  const acting = { ...account, name, sessionId: randomUUID() };
  return { account, ctx: customerContext(acting, "req_test", { ip: null, userAgent: null }) };
}

const page = { limit: 25 };
const open = (who = dana, key = randomUUID()) =>
  openAccountTicket(who, { key, subject: "Blank page", body: "Since today." });
const reply = (ticketId: string, body: string, key = randomUUID(), who = dana) =>
  replyToAccountTicket(who, { key, ticketId, body });
const answer = (id: string, body: string) => addComment(agent, id, { body, visibility: "public" });
const isUnread = async (id: string) =>
  (await listAccountTickets(dana, page)).data.find((ticket) => ticket.id === id)?.isUnread;
const bodies = async (ticketId: string) =>
  (await database().select().from(comments).where(eq(comments.ticketId, ticketId))).map(({ body }) => body);

test("a ticket is opened once, however often its form is sent, and the desk sees where it came from", async () => {
  const key = randomUUID();
  const id = await open(dana, key);
  expect(await open(dana, key)).toBe(id);
  expect(await getTicket(agent, id)).toMatchObject({
    source: "account",
    sourceName: null,
    customer: { id: dana.account.customerId },
  });
  const made = await database().select().from(tickets).where(eq(tickets.organizationId, organization.id));
  expect(made).toHaveLength(1);
  const told = await database().select().from(events).where(eq(events.organizationId, organization.id));
  expect(told.map(({ type }) => type)).toEqual(["ticket.created"]);
  const log = await database()
    .select({ action: auditLog.action, actorType: auditLog.actorType })
    .from(auditLog)
    .where(and(eq(auditLog.organizationId, organization.id), eq(auditLog.action, "ticket.created")));
  expect(log).toEqual([{ action: "ticket.created", actorType: "customer" }]);
});

test("of one answer that is sent twice at once, one is written", async () => {
  const [id, key] = [await open(), randomUUID()];
  const sent = await Promise.allSettled([
    reply(id, "With any browser.", key),
    reply(id, "With any browser.", key),
  ]);
  expect(sent.some(({ status }) => status === "fulfilled")).toBe(true);
  await reply(id, "With any browser.", key);
  expect(await bodies(id)).toEqual(["With any browser."]);
});

test("of two different answers at once, none is lost", async () => {
  const id = await open();
  await Promise.all([reply(id, "One."), reply(id, "Two.")]);
  expect((await bodies(id)).toSorted()).toEqual(["One.", "Two."]);
});

test("one customer's tickets are not there for another", async () => {
  const id = await open();
  expect((await listAccountTickets(eve, page)).data).toEqual([]);
  for (const act of [
    () => reply(id, "Mine now.", randomUUID(), eve),
    () => closeTicket(eve.ctx, id),
    () => listOwnComments(eve.ctx, id, page),
    () => markOwnTicketRead(eve.ctx, eve.account.id, { ticketId: id, commentId: id }),
  ])
    await expect(act()).rejects.toThrow(NotFoundError);
  expect(await bodies(id)).toEqual([]);
});

test("an answer is unread until it was shown; notes and one's own words never are", async () => {
  const id = await open();
  await reply(id, "Hello?");
  const note = await addComment(agent, id, { body: "A difficult one.", visibility: "internal" });
  await markOwnTicketRead(dana.ctx, dana.account.id, { ticketId: id, commentId: note.id });
  expect(await isUnread(id)).toBe(false);
  const [first, second] = [await answer(id, "Which browser?"), await answer(id, "And which version?")];
  expect(await isUnread(id)).toBe(true);
  await markOwnTicketRead(dana.ctx, dana.account.id, { ticketId: id, commentId: second.id });
  expect(await isUnread(id)).toBe(false);
  // Of two tabs the older one reports late.
  await markOwnTicketRead(dana.ctx, dana.account.id, { ticketId: id, commentId: first.id });
  expect(await isUnread(id)).toBe(false);
  await answer(id, "Still there?");
  expect(await isUnread(id)).toBe(true);
});

test("closing goes on record as the customer's, twice changes nothing, and an answer opens it again", async () => {
  const id = await open();
  await Promise.all([closeTicket(dana.ctx, id), closeTicket(dana.ctx, id)]);
  expect((await getTicket(agent, id)).status).toBe("closed");
  const log = await database()
    .select({ action: auditLog.action, actorType: auditLog.actorType })
    .from(auditLog)
    .where(and(eq(auditLog.organizationId, organization.id), eq(auditLog.action, "ticket.updated")));
  expect(log).toEqual([{ action: "ticket.updated", actorType: "customer" }]);
  await reply(id, "It is back.");
  expect((await getTicket(agent, id)).status).toBe("open");
});

test("the list goes page by page, the newest first", async () => {
  const ids = [await open(), await open(), await open()];
  const first = await listAccountTickets(dana, { limit: 2 });
  const second = await listAccountTickets(dana, { limit: 2, cursor: first.nextCursor ?? "" });
  expect([...first.data, ...second.data].map(({ id }) => id)).toEqual(ids.toReversed());
  expect(second.nextCursor).toBeNull();
});
