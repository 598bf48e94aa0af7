import { and, asc, eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { database, transaction } from "@/db/client";
import { createContext, createOrganization, createUser } from "@/db/factories";
import { auditLog, comments, events, tickets } from "@/db/schema";
import { createMessage } from "@/features/chats/messages";
import { getChat, listMessages } from "@/features/chats/queries";
import { createChat } from "@/features/chats/service";
import { eraseCustomer } from "@/features/customers/erase";
import { identifyCustomer } from "@/features/customers/identify";
import { mergeCustomer } from "@/features/customers/merge";
import { getCustomer, listCustomerEvents, listCustomers } from "@/features/customers/queries";
import {
  createCustomerSchema,
  customerInputSchema,
  listCustomersQuerySchema,
  updateCustomerSchema,
} from "@/features/customers/schema";
import { createCustomer, deleteCustomer, updateCustomer } from "@/features/customers/service";
import { payloadSchema } from "@/features/event-catalog/catalog";
import { isEventType } from "@/features/event-catalog/names";
import { getTicket, listTickets } from "@/features/tickets/queries";
import { createTicketSchema, listTicketsQuerySchema } from "@/features/tickets/schema";
import { addComment, createTicket, updateTicket } from "@/features/tickets/service";
import type { Context } from "@/lib/context";

async function signedIn(): Promise<Context> {
  return createContext(await createUser(await createOrganization()));
}

const DANA = {
  name: "Dana Whitfield",
  email: "dana@whitfield-prints.example",
  phone: "+1 416 555 0142",
  externalId: "crm-20817",
  attributes: { plan: "pro" },
};

function add(ctx: Context, input: object = {}) {
  return createCustomer(ctx, createCustomerSchema.parse(input));
}

function change(ctx: Context, id: string, input: object) {
  return updateCustomer(ctx, id, updateCustomerSchema.parse(input));
}

function list(ctx: Context, query: object = {}) {
  return listCustomers(ctx, listCustomersQuerySchema.parse(query));
}

function ticketOf(ctx: Context, customerId: string) {
  return createTicket(ctx, createTicketSchema.parse({ subject: "Printer on fire", customerId }));
}

async function eventsOf(ctx: Context) {
  const rows = await database()
    .select({ type: events.type, data: events.data, subjectId: events.subjectId })
    .from(events)
    .where(eq(events.organizationId, ctx.organizationId))
    .orderBy(asc(events.id));
  for (const { type, data } of rows)
    if (isEventType(type))
      expect(payloadSchema(type).safeParse(JSON.parse(data)).error, type).toBeUndefined();
  return rows.map((row) => ({ ...row, data: JSON.parse(row.data) }));
}

async function auditOf(ctx: Context) {
  return database()
    .select()
    .from(auditLog)
    .where(eq(auditLog.organizationId, ctx.organizationId))
    .orderBy(asc(auditLog.id));
}

test("a customer is recognised by addresses and ids, which belong to one customer only", async () => {
  const [ctx, other] = [await signedIn(), await signedIn()];
  const dana = await add(ctx, { ...DANA, email: "Dana@Whitfield-Prints.Example" });
  expect(dana).toMatchObject({ email: DANA.email, emails: [DANA.email], externalIds: ["crm-20817"] });
  for (const taken of [{ email: DANA.email }, { externalId: "crm-20817" }])
    await expect(add(ctx, taken)).rejects.toMatchObject({ status: 409, members: { customerId: dana.id } });
  expect((await add(ctx, { phone: DANA.phone })).phone).toBe(DANA.phone);
  expect((await add(other, DANA)).id).not.toBe(dana.id);

  const eva = await add(ctx, { name: "Eva" });
  await expect(change(ctx, eva.id, { emails: [DANA.email] })).rejects.toMatchObject({ status: 409 });
  const more = await change(ctx, dana.id, {
    email: "dana@home.example",
    externalIds: ["crm-20817", "shop-1"],
  });
  expect(more).toMatchObject({
    email: "dana@home.example",
    emails: [DANA.email, "dana@home.example"],
    externalIds: ["crm-20817", "shop-1"],
  });
  const found = await transaction(() =>
    identifyCustomer(ctx, customerInputSchema.parse({ externalId: "shop-1" })),
  );
  expect(found).toBe(dana.id);
  const fewer = await change(ctx, dana.id, { email: null });
  expect(fewer).toMatchObject({ email: DANA.email, emails: [DANA.email] });
  await change(ctx, eva.id, { email: "dana@home.example" });
});

test("a change tells what changed, one that changes nothing tells nobody, and the log has no personal data", async () => {
  const ctx = await signedIn();
  const { id } = await add(ctx, DANA);
  await change(ctx, id, { company: "Whitfield Prints", tags: ["retail", "retail"] });
  await change(ctx, id, { company: "Whitfield Prints", tags: ["retail"], name: DANA.name });
  const [created, updated, ...rest] = await eventsOf(ctx);
  expect(created).toMatchObject({ type: "client.created", subjectId: id, data: { externalId: "crm-20817" } });
  expect(updated).toMatchObject({ type: "client.updated" });
  expect(updated?.data?.changed).toEqual({
    company: { from: null, to: "Whitfield Prints" },
    tags: { from: [], to: ["retail"] },
  });
  expect(rest).toEqual([]);
  const log = await auditOf(ctx);
  expect(log.map(({ action }) => action)).toEqual(["customer.created", "customer.updated"]);
  expect(JSON.stringify(log)).not.toMatch(/Dana|Whitfield|crm-20817/i);
});

test("another organization's customer can't be read, changed, merged or erased", async () => {
  const [ctx, other] = [await signedIn(), await signedIn()];
  const [mine, theirs] = [await add(ctx, { name: "Mine" }), await add(other, DANA)];
  for (const attempt of [
    () => getCustomer(ctx, theirs.id),
    () => change(ctx, theirs.id, { name: "Stolen" }),
    () => deleteCustomer(ctx, theirs.id),
    () => mergeCustomer(ctx, theirs.id, mine.id),
    () => eraseCustomer(ctx, theirs.id),
    () => listCustomerEvents(ctx, theirs.id, { limit: 10 }),
  ])
    await expect(attempt()).rejects.toThrow("No such customer");
  await expect(mergeCustomer(ctx, mine.id, theirs.id)).rejects.toThrow("intoId");
  const userId = other.actor.type === "user" ? other.actor.userId : 0;
  await expect(change(ctx, mine.id, { agentId: userId })).rejects.toThrow("agentId");
  expect((await list(ctx)).data.map(({ id }) => id)).toEqual([mine.id]);
  expect(await getCustomer(other, theirs.id)).toMatchObject({ name: DANA.name });
});

test("the list pages, searches and knows who waits", async () => {
  const ctx = await signedIn();
  const [dana, eva] = [await add(ctx, DANA), await add(ctx, { name: "Eva 100%", email: "eva@example.com" })];
  const max = await add(ctx, { name: "Max" });
  const { id: ticketId } = await ticketOf(ctx, eva.id);
  await ticketOf(ctx, dana.id).then(({ id }) => updateTicket(ctx, id, { status: "closed" }));
  const names = async (query: object) => (await list(ctx, query)).data.map(({ name }) => name);
  expect(await names({ q: "WHITFIELD" })).toEqual([DANA.name]);
  expect(await names({ q: "100%" })).toEqual(["Eva 100%"]);
  expect(await names({ q: "crm-20817" })).toEqual([DANA.name]);
  expect(await names({ hasOpenTickets: "true" })).toEqual(["Eva 100%"]);
  expect(await names({ hasOpenTickets: "false" })).toEqual(["Max", DANA.name]);
  const first = await list(ctx, { limit: 2 });
  expect(first.data.map(({ id }) => id)).toEqual([max.id, eva.id]);
  expect(first.data[1]).toMatchObject({ openTickets: 1, totalTickets: 1 });
  expect(await names({ limit: 2, cursor: first.nextCursor })).toEqual([DANA.name]);
  await updateTicket(ctx, ticketId, { status: "resolved" });
  expect(await names({ hasOpenTickets: "true" })).toEqual([]);
});

test("merging moves everything to the one that stays, and old ids lead on", async () => {
  const ctx = await signedIn();
  const winner = await add(ctx, { name: "Dana", attributes: { plan: "pro", seats: 2 }, tags: ["retail"] });
  const loser = await add(ctx, { ...DANA, attributes: { plan: "free", city: "Leeds" }, tags: ["vip"] });
  const earlier = await add(ctx, { email: "dana@old.example" });
  await mergeCustomer(ctx, earlier.id, loser.id);
  const ticket = await ticketOf(ctx, loser.id);
  const chat = await createChat(ctx, { customerId: loser.id });
  const merged = await mergeCustomer(ctx, loser.id, winner.id);
  expect(merged).toMatchObject({
    id: winner.id,
    name: "Dana",
    email: DANA.email,
    phone: DANA.phone,
    emails: expect.arrayContaining([DANA.email, "dana@old.example"]),
    externalIds: ["crm-20817"],
    attributes: { plan: "pro", seats: 2, city: "Leeds" },
    tags: ["retail", "vip"],
    openTickets: 1,
  });
  expect(await getTicket(ctx, ticket.id)).toMatchObject({ customer: { id: winner.id } });
  expect(await getChat(ctx, chat.id)).toMatchObject({ customer: { id: winner.id } });
  for (const { id } of [earlier, loser])
    expect(await getCustomer(ctx, id)).toMatchObject({ mergedIntoId: winner.id });
  await expect(change(ctx, loser.id, { name: "Late" })).rejects.toMatchObject({
    status: 409,
    members: { customerId: winner.id },
  });
  await expect(mergeCustomer(ctx, winner.id, winner.id)).rejects.toThrow("itself");
  expect((await list(ctx)).data.map(({ id }) => id)).toEqual([winner.id]);

  const told = (await eventsOf(ctx)).slice(-2);
  expect(told).toMatchObject([
    { type: "client.updated", subjectId: winner.id, data: { mergedClientId: loser.id } },
    { type: "client.deleted", subjectId: loser.id, data: { mergedIntoId: winner.id } },
  ]);
  expect(told[0]?.data?.changed).toMatchObject({ email: { from: null, to: DANA.email } });
  const about = await listCustomerEvents(ctx, winner.id, { limit: 50 });
  expect(about.data?.map(({ data }) => data?.id)).toEqual(expect.arrayContaining([earlier.id, loser.id]));
});

test("two merges the other way round at once leave one of the two", async () => {
  const ctx = await signedIn();
  const [a, b] = [await add(ctx, { name: "A" }), await add(ctx, { name: "B" })];
  const results = await Promise.allSettled([mergeCustomer(ctx, a.id, b.id), mergeCustomer(ctx, b.id, a.id)]);
  expect(results.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
  expect((await list(ctx)).data).toHaveLength(1);
});

test("tickets that arrive while their customer is merged end up with the one that stays", async () => {
  const ctx = await signedIn();
  const [winner, loser] = [await add(ctx, { name: "Dana" }), await add(ctx, DANA)];
  const arriving = Array.from({ length: 12 }, () =>
    createTicket(ctx, createTicketSchema.parse({ subject: "Hi", customer: { email: DANA.email } })),
  );
  await Promise.all([...arriving, mergeCustomer(ctx, loser.id, winner.id)]);
  const { data } = await listTickets(ctx, listTicketsQuerySchema.parse({ limit: 50 }));
  expect(data.map(({ customer }) => customer?.id)).toEqual(data.map(() => winner.id));
  expect(data).toHaveLength(12);
});

test("erasing removes the person everywhere but in what was written and sent", async () => {
  const ctx = await signedIn();
  const dana = await add(ctx, DANA);
  const former = await add(ctx, { name: "Dana W.", email: "dana@old.example" });
  await mergeCustomer(ctx, former.id, dana.id);
  const ticket = await ticketOf(ctx, dana.id);
  const author = { type: "customer" as const, id: dana.id, name: DANA.name };
  await addComment(ctx, ticket.id, { body: "It burns.", visibility: "public" }, author);
  const chat = await createChat(ctx, {
    customerId: dana.id,
    page: { url: "https://shop.example/dana" },
    message: { body: "Hello", author: { type: "customer" } },
  });
  // A ticket that went over to somebody else keeps what she wrote there.
  const eva = await add(ctx, { name: "Eva" });
  await updateTicket(ctx, ticket.id, { customerId: eva.id });

  const erased = await eraseCustomer(ctx, dana.id);
  expect(erased.kept).not.toEqual([]);
  expect(await eraseCustomer(ctx, dana.id)).toEqual(erased);
  expect(await getCustomer(ctx, dana.id)).toMatchObject({
    name: null,
    email: null,
    phone: null,
    emails: [],
    externalIds: [],
    attributes: {},
    erasedAt: erased.erasedAt,
  });
  expect(await getChat(ctx, chat.id)).toMatchObject({ page: null, lastMessage: { snippet: "Hello" } });
  const [comment] = await database().select().from(comments).where(eq(comments.ticketId, ticket.id));
  const { data: said } = await listMessages(ctx, chat.id, { limit: 5, order: "asc" });
  expect([comment?.authorName, said[0]?.author.name]).toEqual(["Erased customer", "Erased customer"]);
  expect(comment?.body).toBe("It burns.");
  await expect(change(ctx, dana.id, { name: "Back" })).rejects.toMatchObject({ status: 409 });
  expect((await eventsOf(ctx)).at(-1)).toEqual({
    type: "client.deleted",
    subjectId: dana.id,
    data: { id: dana.id, deletedAt: erased.erasedAt },
  });
  expect(JSON.stringify(await auditOf(ctx))).not.toMatch(/Dana|whitfield|crm-20817/i);
  const again = await add(ctx, DANA);
  expect(again.id).not.toBe(dana.id);
});

test("a deleted customer frees their address, keeps their tickets and can still be erased", async () => {
  const ctx = await signedIn();
  const dana = await add(ctx, DANA);
  const ticket = await ticketOf(ctx, dana.id);
  await deleteCustomer(ctx, dana.id);
  await expect(getCustomer(ctx, dana.id)).rejects.toThrow("No such customer");
  await expect(deleteCustomer(ctx, dana.id)).rejects.toThrow("No such customer");
  expect(await getTicket(ctx, ticket.id)).toMatchObject({ customer: { name: DANA.name } });
  expect((await add(ctx, DANA)).id).not.toBe(dana.id);
  await eraseCustomer(ctx, dana.id);
  expect(await getTicket(ctx, ticket.id)).toMatchObject({ customer: { name: null, email: null } });
  const left = await database()
    .select({ id: tickets.id })
    .from(tickets)
    .where(and(eq(tickets.organizationId, ctx.organizationId), eq(tickets.customerId, dana.id)));
  expect(left).toHaveLength(1);
});

test("without the permission nothing is read or written", async () => {
  const user = await createUser(await createOrganization());
  const [ctx, reader] = [createContext(user), createContext(user, { permissions: ["customers:read"] })];
  const { id } = await add(ctx, DANA);
  const chat = await createChat(ctx, { customerId: id });
  const stranger = createContext(user, { permissions: [] });
  for (const attempt of [() => getCustomer(stranger, id), () => list(stranger)])
    await expect(attempt()).rejects.toThrow("customers:read");
  for (const attempt of [
    () => add(reader),
    () => change(reader, id, { name: "X" }),
    () => deleteCustomer(reader, id),
    () => mergeCustomer(reader, id, id),
    () => eraseCustomer(reader, id),
  ])
    await expect(attempt()).rejects.toThrow("customers:write");
  await expect(createMessage(reader, chat.id, { body: "Hi" })).rejects.toThrow("chats:write");
});
