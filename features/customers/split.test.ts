import { and, asc, eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { database, transaction } from "@/db/client";
import { createContext, createOrganization, createUser } from "@/db/factories";
import { auditLog, comments, events } from "@/db/schema";
import { getChat, listMessages } from "@/features/chats/queries";
import { createChat } from "@/features/chats/service";
import { dismissDuplicate } from "@/features/customers/dismiss-duplicate";
import { identifyCustomer } from "@/features/customers/identify";
import { mergeCustomer } from "@/features/customers/merge";
import { getCustomer } from "@/features/customers/queries";
import { createCustomerSchema, customerInputSchema, splitCustomerSchema } from "@/features/customers/schema";
import { createCustomer, updateCustomer } from "@/features/customers/service";
import { splitCustomer } from "@/features/customers/split";
import { getTicket } from "@/features/tickets/queries";
import { createTicketSchema } from "@/features/tickets/schema";
import { addComment, createTicket } from "@/features/tickets/service";
import type { Context } from "@/lib/context";

async function signedIn(): Promise<Context> {
  return createContext(await createUser(await createOrganization()));
}

function add(ctx: Context, input: object) {
  return createCustomer(ctx, createCustomerSchema.parse(input));
}

function split(ctx: Context, id: string, input: object) {
  return splitCustomer(ctx, id, splitCustomerSchema.parse(input));
}

function identify(ctx: Context, input: object) {
  return transaction(() => identifyCustomer(ctx, customerInputSchema.parse(input)));
}

function ticketOf(ctx: Context, customerId: string) {
  return createTicket(ctx, createTicketSchema.parse({ subject: "Printer on fire", customerId }));
}

const DANA = { name: "Dana", email: "dana@example.com", phone: "+1 416 555 0142", externalId: "crm-1" };

test("a split moves the chosen identities, tickets and chats to a new customer, told and on record", async () => {
  const ctx = await signedIn();
  const { id } = await add(ctx, { ...DANA, emails: ["eva@example.com"], externalIds: ["crm-2"] });
  const [hers, evas] = [await ticketOf(ctx, id), await ticketOf(ctx, id)];
  const author = { type: "customer" as const, id, name: "Dana" };
  await addComment(ctx, evas.id, { body: "It burns.", visibility: "public" }, author);
  const message = { body: "Hello", author: { type: "customer" as const } };
  const chat = await createChat(ctx, { customerId: id, message });

  const eva = await split(ctx, id, {
    name: "Eva",
    emails: ["eva@example.com"],
    externalIds: ["crm-2"],
    ticketIds: [evas.id],
    chatIds: [chat.id],
  });
  expect(eva).toMatchObject({
    name: "Eva",
    email: "eva@example.com",
    externalIds: ["crm-2"],
    phones: [],
    totalTickets: 1,
  });
  expect(await getCustomer(ctx, id)).toMatchObject({
    email: DANA.email,
    emails: [DANA.email],
    externalIds: ["crm-1"],
    phone: DANA.phone,
  });
  expect((await getTicket(ctx, hers.id)).customer?.id).toBe(id);
  expect((await getTicket(ctx, evas.id)).customer?.id).toBe(eva.id);
  expect((await getChat(ctx, chat.id)).customer?.id).toBe(eva.id);
  const [comment] = await database().select().from(comments).where(eq(comments.ticketId, evas.id));
  expect(comment).toMatchObject({ authorId: eva.id, authorName: "Eva" });
  const { data: said } = await listMessages(ctx, chat.id, { limit: 5, order: "asc" });
  expect(said[0]?.author).toMatchObject({ id: eva.id, name: "Eva" });
  expect(await identify(ctx, { email: "eva@example.com" })).toBe(eva.id);

  const told = await database()
    .select({ type: events.type, subjectId: events.subjectId, data: events.data })
    .from(events)
    .where(and(eq(events.organizationId, ctx.organizationId), eq(events.subjectType, "customer")))
    .orderBy(asc(events.id));
  expect(told.slice(-2).map((one) => ({ ...one, data: JSON.parse(one.data) }))).toMatchObject([
    {
      type: "client.updated",
      subjectId: id,
      data: {
        splitClientId: eva.id,
        changed: { emails: { from: [DANA.email, "eva@example.com"], to: [DANA.email] } },
      },
    },
    {
      type: "client.created",
      subjectId: eva.id,
      data: { splitFromClientId: id, ticketIds: [evas.id], chatIds: [chat.id] },
    },
  ]);
  const log = await database()
    .select()
    .from(auditLog)
    .where(and(eq(auditLog.organizationId, ctx.organizationId), eq(auditLog.targetType, "customer")))
    .orderBy(asc(auditLog.id));
  expect(log.map(({ action }) => action)).toEqual(["customer.created", "customer.split", "customer.created"]);
  expect(JSON.stringify(log)).not.toMatch(/@example|crm-2/);
});

test("what is shown goes with the identity: the one that stays shows what is left", async () => {
  const ctx = await signedIn();
  const { id } = await add(ctx, { ...DANA, emails: ["eva@example.com"] });
  const other = await split(ctx, id, { emails: [DANA.email], phones: [DANA.phone] });
  expect(other).toMatchObject({ name: null, email: DANA.email, phone: DANA.phone });
  expect(await getCustomer(ctx, id)).toMatchObject({ name: "Dana", email: "eva@example.com", phone: null });
});

test("a merged customer is brought back with the name they had", async () => {
  const ctx = await signedIn();
  const dana = await add(ctx, DANA);
  const eva = await add(ctx, { name: "Eva", email: "eva@example.com", phone: DANA.phone });
  const ticket = await ticketOf(ctx, eva.id);
  const merged = await mergeCustomer(ctx, eva.id, dana.id);
  expect(merged).toMatchObject({ mergedCustomers: [{ id: eva.id, name: "Eva" }], phones: ["+14165550142"] });
  const back = await split(ctx, dana.id, {
    intoId: eva.id,
    emails: ["eva@example.com"],
    ticketIds: [ticket.id],
  });
  expect(back).toMatchObject({ id: eva.id, name: "Eva", email: "eva@example.com", mergedIntoId: null });
  expect(await getCustomer(ctx, dana.id)).toMatchObject({ emails: [DANA.email], mergedCustomers: [] });
  expect((await getTicket(ctx, ticket.id)).customer?.id).toBe(eva.id);
  await expect(split(ctx, dana.id, { intoId: eva.id })).rejects.toMatchObject({ status: 422 });
});

test("a merge keeps the second number, also through a later change of other fields", async () => {
  const ctx = await signedIn();
  const dana = await add(ctx, DANA);
  const other = await add(ctx, { name: "D.", phone: "+44 20 7946 0000" });
  await mergeCustomer(ctx, other.id, dana.id);
  const phones = ["+14165550142", "+442079460000"];
  const changed = await updateCustomer(ctx, dana.id, { company: "Whitfield" });
  expect(changed.phones.toSorted()).toEqual(phones);
  expect((await updateCustomer(ctx, dana.id, { phone: null })).phones).toEqual(["+442079460000"]);
});

test("only what is the customer's own can be moved, and nothing is moved when one thing isn't", async () => {
  const [ctx, stranger] = [await signedIn(), await signedIn()];
  const [dana, eva] = [await add(ctx, DANA), await add(ctx, { email: "eva@example.com" })];
  const theirs = await add(stranger, { email: "max@example.com" });
  const [evas, foreign] = [await ticketOf(ctx, eva.id), await ticketOf(stranger, theirs.id)];
  for (const [path, input] of [
    ["emails.1", { emails: [DANA.email, "eva@example.com"] }],
    ["externalIds.0", { emails: [DANA.email], externalIds: ["crm-9"] }],
    ["phones.0", { emails: [DANA.email], phones: ["+44 20 7946 0000"] }],
    ["ticketIds.0", { emails: [DANA.email], ticketIds: [evas.id] }],
    ["ticketIds.0", { ticketIds: [foreign.id] }],
    ["chatIds.0", { chatIds: [evas.id] }],
    ["intoId", { intoId: eva.id, emails: [DANA.email] }],
    ["intoId", { intoId: theirs.id, emails: [DANA.email] }],
  ] as const)
    await expect(split(ctx, dana.id, input), path).rejects.toMatchObject({ status: 422, issues: [{ path }] });
  await expect(split(ctx, theirs.id, { emails: ["max@example.com"] })).rejects.toThrow("No such customer");
  expect(await getCustomer(ctx, dana.id)).toMatchObject({ emails: [DANA.email] });
  expect(splitCustomerSchema.safeParse({ name: "X" }).error?.issues[0]?.message).toMatch(/at least one/);
  const reader = { ...ctx, permissions: new Set(["customers:read"] as const) };
  await expect(split(reader, dana.id, { emails: [DANA.email] })).rejects.toThrow("customers:write");
  await expect(dismissDuplicate(reader, dana.id, eva.id)).rejects.toThrow("customers:write");
});

test("of two splits of one address at once one wins; calls that come in between find its owner", async () => {
  const ctx = await signedIn();
  const { id } = await add(ctx, { ...DANA, emails: ["eva@example.com"] });
  const [first, second, ...found] = await Promise.allSettled([
    split(ctx, id, { emails: ["eva@example.com"] }),
    split(ctx, id, { emails: ["eva@example.com"] }),
    ...Array.from({ length: 6 }, () => identify(ctx, { email: "eva@example.com", externalId: "crm-2" })),
  ]);
  expect([first.status, second.status].toSorted()).toEqual(["fulfilled", "rejected"]);
  expect(found.map(({ status }) => status)).toEqual(found.map(() => "fulfilled"));
  const winner = [first, second].find((one) => one.status === "fulfilled");
  const eva = await getCustomer(ctx, winner?.status === "fulfilled" ? winner.value.id : "");
  const rest = await getCustomer(ctx, id);
  expect(eva.emails).toEqual(["eva@example.com"]);
  // The id stays with whoever had the address when it first came.
  expect([...eva.externalIds, ...rest.externalIds].toSorted()).toEqual(["crm-1", "crm-2"]);
});

test("a split and a merge at once leave every address with one customer", async () => {
  const ctx = await signedIn();
  const { id } = await add(ctx, { ...DANA, emails: ["eva@example.com"] });
  const into = await add(ctx, { name: "Max", email: "max@example.com" });
  const [parted] = await Promise.allSettled([
    split(ctx, id, { emails: ["eva@example.com"] }),
    mergeCustomer(ctx, id, into.id),
  ]);
  const merged = await getCustomer(ctx, into.id);
  if (parted.status === "fulfilled") {
    expect(parted.value.emails).toEqual(["eva@example.com"]);
    expect(merged.emails.toSorted()).toEqual([DANA.email, "max@example.com"]);
  } else {
    expect(parted.reason).toMatchObject({ status: 409 });
    expect(merged.emails).toHaveLength(3);
  }
});

test("a hint outlives a merge of one of the two, and goes from both when it is dismissed or acted on", async () => {
  const ctx = await signedIn();
  const a = await identify(ctx, { externalId: "crm-1", name: "A" });
  const b = await identify(ctx, { email: "b@example.com", name: "B" });
  await identify(ctx, { externalId: "crm-1", email: "b@example.com" });
  const { id: c } = await add(ctx, { name: "C" });
  await mergeCustomer(ctx, a, c);
  const hints = async (id: string) => (await getCustomer(ctx, id)).possibleDuplicates.map((one) => one.id);
  expect([await hints(c), await hints(b)]).toEqual([[b], [c]]);
  const dismissed = await dismissDuplicate(ctx, c, b);
  expect(dismissed.possibleDuplicates).toEqual([]);
  await dismissDuplicate(ctx, b, c);
  expect(await hints(b)).toEqual([]);
  await identify(ctx, { externalId: "crm-1", email: "b@example.com" });
  const log = await database()
    .select()
    .from(auditLog)
    .where(eq(auditLog.action, "customer.duplicate_dismissed"))
    .orderBy(auditLog.id);
  expect(log.filter(({ organizationId }) => organizationId === ctx.organizationId)).toHaveLength(1);

  const d = await identify(ctx, { externalId: "crm-4" });
  await identify(ctx, { externalId: "crm-4", email: "b@example.com" });
  expect(await hints(b)).toEqual([d]);
  await mergeCustomer(ctx, d, b);
  expect(await hints(b)).toEqual([]);
  const parted = await split(ctx, b, { intoId: d, externalIds: ["crm-4"] });
  expect([parted.possibleDuplicates, await hints(b)]).toEqual([[], []]);
  const stranger = await signedIn();
  await expect(dismissDuplicate(ctx, b, (await add(stranger, { name: "X" })).id)).rejects.toThrow(
    "customerId",
  );
});
