import { and, asc, eq } from "drizzle-orm";
import { beforeEach, describe, expect, test } from "vitest";
import { database } from "@/db/client";
import {
  createContext,
  createCustomerContext,
  createOrganization,
  createUser,
  type TestOrganization,
} from "@/db/factories";
import { auditLog, comments, customers, events } from "@/db/schema";
import { atOnce } from "@/e2e/held-row";
import { eraseCustomer } from "@/features/customers/erase";
import { mergeCustomer } from "@/features/customers/merge";
import { splitCustomerSchema } from "@/features/customers/schema";
import { splitCustomer } from "@/features/customers/split";
import { mergeTicket } from "@/features/tickets/merge";
import { getTicket } from "@/features/tickets/queries";
import { addComment, createTicket, deleteTicket, updateTicket } from "@/features/tickets/service";
import { getOwnTicket, listOwnComments, listOwnTickets } from "@/features/troubleshooter/queries";
import { fileTicketSchema } from "@/features/troubleshooter/schema";
import { answerTicket, closeTicket, fileTicket } from "@/features/troubleshooter/service";
import type { Context } from "@/lib/context";
import { ConflictError, ForbiddenError, NotFoundError, UnauthorizedError } from "@/lib/errors";

let organization: TestOrganization;
let agent: Context;
let dana: Awaited<ReturnType<typeof createCustomerContext>>;
let eve: typeof dana;

beforeEach(async () => {
  organization = await createOrganization();
  agent = createContext(await createUser(organization));
  dana = await createCustomerContext(organization);
  eve = await createCustomerContext(organization, { name: "Eve" });
});

function file(ctx: Context = dana, more: object = {}) {
  return fileTicket(
    ctx,
    fileTicketSchema.parse({ subject: "Blank page", description: "Since today.", ...more }),
  );
}

const reply = (id: string, body: string) => addComment(agent, id, { body, visibility: "public" });
const note = (id: string, body: string) => addComment(agent, id, { body, visibility: "internal" });
const said = async (id: string, ctx: Context = dana) =>
  (await listOwnComments(ctx, id, { limit: 100 })).data.map(({ author, body }) => [
    author.type,
    author.name,
    body,
  ]);
const listed = async (ctx: Context = dana) =>
  (await listOwnTickets(ctx, { limit: 100 })).data.map(({ id }) => id);
const statusOf = async (id: string) => (await getTicket(agent, id)).status;

describe("a filed ticket", () => {
  test("answers with what was read of the site, and agents see it with its customer and source", async () => {
    const filed = await file(dana, {
      priority: "high",
      diagnosis: [{ severity: "critical", message: "PHP stopped." }],
      environment: { wordpressVersion: "6.8.1", phpVersion: "8.0.30" },
    });
    expect(filed).toMatchObject({
      number: 1,
      status: "open",
      subject: "Blank page",
      summary: { wordpress: "6.8.1", php: "8.0.30" },
      findings: [{ message: "PHP stopped." }, { code: "php_outdated" }],
      leftOut: 0,
    });
    expect(await getTicket(agent, filed.id)).toMatchObject({
      body: "Since today.",
      priority: "high",
      source: "troubleshooter",
      customer: { id: dana.actor.customerId },
      diagnostics: { source: "environment", summary: filed.summary, findings: filed.findings },
    });
    expect(await getOwnTicket(dana, filed.id)).toMatchObject({
      description: "Since today.",
      summary: filed.summary,
      findings: filed.findings,
    });
  });

  test("names the customer as who did it, in the log and in its event", async () => {
    const { id } = await file();
    await answerTicket(dana, id, { body: "Still." });
    const actor = { actorType: "customer", actorId: dana.actor.customerId };
    const log = await database()
      .select()
      .from(auditLog)
      .where(and(eq(auditLog.targetId, id), eq(auditLog.targetType, "ticket")))
      .orderBy(asc(auditLog.id));
    expect(log).toMatchObject([
      { action: "ticket.created", ...actor },
      { action: "ticket.comment_added", ...actor },
    ]);
    const told = await database()
      .select({ type: events.type, actor: events.actor })
      .from(events)
      .where(eq(events.subjectId, id))
      .orderBy(asc(events.id));
    const by = `customer:${dana.actor.customerId}`;
    expect(told).toEqual([
      { type: "ticket.created", actor: by },
      { type: "ticket.comment_added", actor: by },
    ]);
  });

  test("without anything told of the site is a ticket like any other", async () => {
    expect(await file()).toMatchObject({ summary: {}, findings: [], leftOut: 0 });
  });

  test("comes from whom the token is of, whatever the body says", () => {
    const body = { subject: "x", description: "y", customerId: eve.actor.customerId };
    expect(fileTicketSchema.safeParse(body).success).toBe(false);
  });

  test("20 at once have 20 numbers", async () => {
    const filed = await Promise.all(Array.from({ length: 20 }, (_, index) => file(index % 2 ? dana : eve)));
    expect(new Set(filed.map(({ number }) => number)).size).toBe(20);
    expect((await listed()).length).toBe(10);
  });
});

describe("a customer sees", () => {
  test("their own tickets, newest first and page by page, and nobody else's", async () => {
    const ids = [await file(), await file(), await file()].map(({ id }) => id).toReversed();
    const foreign = await file(eve);
    expect(await listed()).toEqual(ids);
    const first = await listOwnTickets(dana, { limit: 2 });
    const rest = await listOwnTickets(dana, { limit: 2, cursor: first.nextCursor ?? "" });
    expect([...first.data, ...rest.data].map(({ id }) => id)).toEqual(ids);
    for (const call of [
      () => getOwnTicket(dana, foreign.id),
      () => listOwnComments(dana, foreign.id, { limit: 25 }),
      () => answerTicket(dana, foreign.id, { body: "Mine?" }),
    ])
      await expect(call()).rejects.toThrow(NotFoundError);
    expect(await said(foreign.id, eve)).toEqual([]);
  });

  test("what other doors made for them, once it is theirs", async () => {
    const { id } = await createTicket(agent, { subject: "By phone", customerId: dana.actor.customerId });
    expect(await listed()).toEqual([id]);
  });

  test("answers, and never an internal note nor that there was one", async () => {
    const { id } = await file();
    await note(id, "She is a difficult one.");
    expect(await getOwnTicket(dana, id)).toMatchObject({ lastCommentAt: null });
    await reply(id, "Clear the cache.");
    await answerTicket(dana, id, { body: "Done, no change." });
    expect(await said(id)).toEqual([
      ["support", agent.actor.name, "Clear the cache."],
      ["customer", dana.actor.name, "Done, no change."],
    ]);
    const ticket = await getOwnTicket(dana, id);
    expect(ticket.lastCommentAt).not.toBeNull();
    expect(JSON.stringify([ticket, await listOwnTickets(dana, { limit: 25 })])).not.toMatch(
      /difficult|@example|tags|assignee|version/,
    );
  });

  test("a token's words as the desk's, not under the token's name", async () => {
    const { id } = await file();
    const token: Context = {
      ...agent,
      actor: { type: "token", tokenId: crypto.randomUUID(), userId: 1, name: "zapier-prod-2" },
    };
    await addComment(token, id, { body: "Sent.", visibility: "public" });
    expect(await said(id)).toEqual([["support", "Acme", "Sent."]]);
  });

  test("no deleted ticket", async () => {
    const { id } = await file();
    await deleteTicket(agent, id);
    expect(await listed()).toEqual([]);
    await expect(getOwnTicket(dana, id)).rejects.toThrow(NotFoundError);
    await expect(answerTicket(dana, id, { body: "Hello?" })).rejects.toThrow(NotFoundError);
  });

  test("nothing at all without being a customer", async () => {
    await expect(listOwnTickets(agent, { limit: 25 })).rejects.toThrow(ForbiddenError);
    await expect(file(agent)).rejects.toThrow(ForbiddenError);
  });
});

describe("an answer", () => {
  test.each(["pending", "resolved", "closed"] as const)("opens a ticket that is %s", async (status) => {
    const { id } = await file();
    await updateTicket(agent, id, { status });
    await answerTicket(dana, id, { body: "It is back." });
    expect(await statusOf(id)).toBe("open");
    expect(await getTicket(agent, id)).toMatchObject({ resolvedAt: null, closedAt: null });
  });

  test("and a change by an agent at once both count", async () => {
    const { id } = await file();
    await Promise.all([
      answerTicket(dana, id, { body: "One" }),
      updateTicket(agent, id, { status: "resolved" }),
      answerTicket(dana, id, { body: "Two" }),
      reply(id, "Three"),
    ]);
    expect((await said(id)).map(([, , body]) => body).toSorted()).toEqual(["One", "Three", "Two"]);
    expect(await getTicket(agent, id)).toMatchObject({ commentCount: 3 });
  });
});

const ACTS: [string, (id: string) => Promise<unknown>][] = [
  ["an answer", (id) => answerTicket(dana, id, { body: "Still there?" })],
  ["closing", (id) => closeTicket(dana, id)],
  ["a new ticket", () => file()],
];

test.each(ACTS)(
  "of a customer who is erased meanwhile, %s comes too late and brings no name back",
  async (_, act) => {
    const { id } = await file();
    const { customerId } = dana.actor;
    const [, refusal] = await atOnce<unknown>({ table: "customers", column: "id", value: customerId }, [
      () => eraseCustomer(agent, customerId),
      () => act(id).catch((error: unknown) => error),
    ]);
    expect(refusal).toBeInstanceOf(UnauthorizedError);
    expect(await statusOf(id)).toBe("open");
    expect(await database().select().from(comments).where(eq(comments.ticketId, id))).toEqual([]);
    const [row] = await database().select().from(customers).where(eq(customers.id, customerId));
    expect(row).toMatchObject({ name: null, lastSeenAt: null });
  },
);

describe("a merged ticket", () => {
  test("leads to the customer's other one, where its conversation goes on", async () => {
    const [first, second, third] = [await file(), await file(), await file()];
    await reply(first.id, "We look.");
    await mergeTicket(agent, first.id, { intoId: second.id });
    await mergeTicket(agent, second.id, { intoId: third.id });
    const mergedInto = { id: third.id, number: third.number };
    expect(await getOwnTicket(dana, first.id)).toMatchObject({ status: "closed", mergedInto });
    await answerTicket(dana, first.id, { body: "Thanks." });
    const bodies = (await said(first.id)).map(([, , body]) => body);
    expect(bodies).toEqual(await said(third.id).then((all) => all.map(([, , body]) => body)));
    expect(bodies).toEqual(expect.arrayContaining(["We look.", "Thanks."]));
    expect(bodies.join()).not.toContain("was merged");
    expect(await statusOf(first.id)).toBe("closed");
  });

  test("that went into another customer's shows nothing of it and takes no answer", async () => {
    const [mine, hers] = [await file(), await file(eve, { subject: "Secret", description: "Eve's words" })];
    await mergeTicket(agent, mine.id, { intoId: hers.id });
    await answerTicket(eve, hers.id, { body: "More of Eve's words" });
    expect(await getOwnTicket(dana, mine.id)).toMatchObject({ status: "closed", mergedInto: null });
    expect(await said(mine.id)).toEqual([]);
    await expect(answerTicket(dana, mine.id, { body: "Hello?" })).rejects.toThrow(ConflictError);
    expect(JSON.stringify(await said(hers.id, eve))).not.toContain("Since today");
  });
});

describe("when agents merge customers", () => {
  test("the one who stays sees the tickets and words of both, and a split takes them back", async () => {
    const { id } = await file(eve);
    await answerTicket(eve, id, { body: "Eve here." });
    await mergeCustomer(agent, eve.actor.customerId, dana.actor.customerId);
    expect(await listed()).toEqual([id]);
    expect(await said(id)).toEqual([["customer", "Eve", "Eve here."]]);
    const back = splitCustomerSchema.parse({ intoId: eve.actor.customerId, ticketIds: [id] });
    await splitCustomer(agent, dana.actor.customerId, back);
    expect(await listed()).toEqual([]);
    expect(await listed(eve)).toEqual([id]);
  });
});
