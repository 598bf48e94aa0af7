import { and, asc, eq } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { database } from "@/db/client";
import { createContext, createOrganization, createUser } from "@/db/factories";
import { auditLog, events, ticketViewers } from "@/db/schema";
import { payloadSchema } from "@/features/event-catalog/catalog";
import { isEventType } from "@/features/event-catalog/names";
import { listTicketActivity } from "@/features/tickets/activity";
import { updateTickets } from "@/features/tickets/bulk-update";
import { listComments } from "@/features/tickets/comments";
import { mergeTicket } from "@/features/tickets/merge";
import { getTicket, listTickets } from "@/features/tickets/queries";
import { createTicketSchema, listTicketsQuerySchema } from "@/features/tickets/schema";
import { addComment, createTicket, updateTicket } from "@/features/tickets/service";
import { viewTicket } from "@/features/tickets/viewers";
import type { Context } from "@/lib/context";

async function signedIn(): Promise<Context> {
  return createContext(await createUser(await createOrganization()));
}

function open(ctx: Context, more: object = {}) {
  return createTicket(ctx, createTicketSchema.parse({ subject: "Printer on fire", ...more }));
}

async function conversation(ctx: Context, id: string) {
  const { data } = await listComments(ctx, id, { limit: 100, order: "asc" });
  return data.map(({ body }) => body);
}

describe("a merge", () => {
  test("moves the conversation in its order, closes the ticket and says where it went", async () => {
    const ctx = await signedIn();
    const source = await open(ctx, { body: "It burns.", customer: { email: "dana@example.com" } });
    const target = await open(ctx, { subject: "Fire in room 4" });
    await addComment(ctx, source.id, { body: "Use water.", visibility: "public" });
    await addComment(ctx, target.id, { body: "On our way.", visibility: "public" });
    const merged = await mergeTicket(ctx, source.id, { intoId: target.id });

    expect(await conversation(ctx, target.id)).toEqual([
      "It burns.",
      "Use water.",
      "On our way.",
      expect.stringContaining(`#${source.number} “Printer on fire” was merged`),
    ]);
    expect(await conversation(ctx, source.id)).toEqual([]);
    expect(merged).toMatchObject({ id: target.id, commentCount: 4, customer: source.customer });
    expect(await getTicket(ctx, source.id)).toMatchObject({
      status: "closed",
      mergedIntoId: target.id,
      mergedIntoNumber: target.number,
      commentCount: 0,
      customer: source.customer,
    });
  });

  test("tells of both tickets, in events that fit the catalog, and is on record", async () => {
    const ctx = await signedIn();
    const [source, target] = [await open(ctx), await open(ctx)];
    await mergeTicket(ctx, source.id, { intoId: target.id });
    const told = await database()
      .select({ type: events.type, subjectId: events.subjectId, data: events.data })
      .from(events)
      .where(eq(events.organizationId, ctx.organizationId))
      .orderBy(asc(events.id));
    const told3 = told.slice(2).map((row) => ({ ...row, data: JSON.parse(row.data) }));
    expect(told3.map(({ type, subjectId }) => [type, subjectId])).toEqual([
      ["ticket.updated", source.id],
      ["ticket.status_changed", source.id],
      ["ticket.updated", target.id],
    ]);
    for (const { type, data } of told3) {
      expect(isEventType(type) && payloadSchema(type).safeParse(data).error).toBeUndefined();
    }
    expect(told3[0]?.data.changed.mergedInto.to).toEqual({ id: target.id, number: target.number });
    const entries = await database()
      .select({ action: auditLog.action })
      .from(auditLog)
      .where(and(eq(auditLog.organizationId, ctx.organizationId), eq(auditLog.targetId, source.id)))
      .orderBy(auditLog.id);
    expect(entries.map(({ action }) => action)).toContain("ticket.merged");
  });

  test("leads later replies on, along a chain, and refuses later changes", async () => {
    const ctx = await signedIn();
    const [first, second, third] = [await open(ctx), await open(ctx), await open(ctx)];
    await mergeTicket(ctx, first.id, { intoId: second.id });
    await mergeTicket(ctx, second.id, { intoId: third.id });
    const reply = await addComment(ctx, first.id, { body: "Still burning.", visibility: "public" });
    expect(reply.ticketId).toBe(third.id);
    await expect(updateTicket(ctx, first.id, { status: "open" })).rejects.toThrow(
      `merged into #${second.number}`,
    );
    const ids = [first.id, third.id];
    expect(await updateTickets(ctx, { ids, change: { priority: "urgent" } })).toMatchObject({ updated: 1 });
  });

  test("is refused with itself, with what was merged, and across organizations", async () => {
    const [ctx, other] = [await signedIn(), await signedIn()];
    const [source, target, late] = [await open(ctx), await open(ctx), await open(ctx)];
    const theirs = await open(other);
    await expect(mergeTicket(ctx, source.id, { intoId: source.id })).rejects.toThrow("into itself");
    await expect(mergeTicket(ctx, source.id, { intoId: theirs.id })).rejects.toThrow("to merge into");
    await expect(mergeTicket(ctx, theirs.id, { intoId: source.id })).rejects.toThrow("No such ticket");
    await mergeTicket(ctx, source.id, { intoId: target.id });
    await expect(mergeTicket(ctx, source.id, { intoId: late.id })).rejects.toThrow("already");
    await expect(mergeTicket(ctx, late.id, { intoId: source.id })).rejects.toThrow("already");
  });

  test("of two tickets into each other happens once", async () => {
    const ctx = await signedIn();
    const [a, b] = [await open(ctx), await open(ctx)];
    const results = await Promise.allSettled([
      mergeTicket(ctx, a.id, { intoId: b.id }),
      mergeTicket(ctx, b.id, { intoId: a.id }),
    ]);
    expect(results.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
  });
});

describe("the others at a ticket", () => {
  test("are named for half a minute, with whether they reply", async () => {
    const organization = await createOrganization();
    const [ada, ben] = [
      await createUser(organization),
      await createUser(organization, { name: "Ben", role: "agent" }),
    ];
    const { id } = await open(createContext(ada));
    expect((await viewTicket(createContext(ben), id, { isReplying: true })).data).toEqual([]);
    const seen = await viewTicket(createContext(ada), id, { isReplying: false });
    expect(seen.data).toMatchObject([{ user: { id: ben.id, name: "Ben" }, isReplying: true }]);
    await database()
      .update(ticketViewers)
      .set({ seenAt: new Date(Date.now() - 31_000) })
      .where(eq(ticketViewers.userId, ben.id));
    expect((await viewTicket(createContext(ada), id, { isReplying: false })).data).toEqual([]);
  });

  test("of another organization are neither seen nor let in", async () => {
    const [ctx, other] = [await signedIn(), await signedIn()];
    const { id } = await open(ctx);
    await expect(viewTicket(other, id, { isReplying: false })).rejects.toThrow("No such ticket");
    await expect(listTicketActivity(other, id, { limit: 10 })).rejects.toThrow("No such ticket");
    await expect(listComments(other, id, { limit: 10, order: "desc" })).rejects.toThrow("No such ticket");
  });
});

test("activity tells who changed what, newest first and page by page, without the audit log's permission", async () => {
  const admin = await createUser(await createOrganization());
  const ctx = createContext(admin, { permissions: ["tickets:read", "tickets:write"] });
  const { id } = await open(ctx);
  await updateTicket(ctx, id, { status: "pending", diagnostics: { php: "8.3" } });
  await updateTicket(ctx, id, { priority: "high" });
  const first = await listTicketActivity(ctx, id, { limit: 2 });
  expect(first.data.map(({ changes }) => changes)).toEqual([
    [{ field: "priority", from: "normal", to: "high" }],
    [
      { field: "status", from: "open", to: "pending" },
      { field: "diagnostics", from: null, to: null },
    ],
  ]);
  expect(first.data[0]).toMatchObject({ action: "ticket.updated", actor: { name: "Ada" } });
  const rest = await listTicketActivity(ctx, id, { limit: 2, cursor: first.nextCursor ?? "" });
  expect(rest.data.map(({ action }) => action)).toEqual(["ticket.created"]);
  expect(rest.nextCursor).toBeNull();
});

test("a long conversation can be read from its end", async () => {
  const ctx = await signedIn();
  const { id } = await open(ctx);
  for (const body of ["one", "two", "three"]) await addComment(ctx, id, { body, visibility: "public" });
  const end = await listComments(ctx, id, { limit: 2, order: "desc" });
  expect(end.data.map(({ body }) => body)).toEqual(["three", "two"]);
  const rest = await listComments(ctx, id, { limit: 2, order: "desc", cursor: end.nextCursor ?? "" });
  expect(rest.data.map(({ body }) => body)).toEqual(["one"]);
});

describe("the list", () => {
  test("finds by subject, number, customer, tag and diagnostics, in this organization only", async () => {
    const [ctx, other] = [await signedIn(), await signedIn()];
    const dana = { email: "dana@whitfield.example", name: "Dana Whitfield" };
    const hit = await open(ctx, {
      customer: dana,
      tags: ["vip"],
      diagnostics: { php: { version: 8.3 }, "a:b": 1 },
    });
    await open(ctx, { subject: "Something else" });
    await open(other, { customer: dana, tags: ["vip"], diagnostics: { php: { version: 8.3 } } });
    const idsOf = async (query: object) =>
      (await listTickets(ctx, listTicketsQuerySchema.parse(query))).data.map(({ id }) => id);
    const queries = [
      { q: "on fire" },
      { q: "PRI" },
      { q: "fi" },
      { q: "whitfield" },
      { q: "da" },
      { q: `#${hit.number}` },
      { tag: "vip" },
      { diagnostics: "php.version:8.3" },
      { q: "printer", tag: "vip", status: ["open", "pending"] },
    ];
    for (const query of queries) expect(await idsOf(query), JSON.stringify(query)).toEqual([hit.id]);
    for (const query of [{ q: "%" }, { q: "50% off" }, { q: "printer", status: "closed" }, { tag: "VIP" }]) {
      expect(await idsOf(query), JSON.stringify(query)).toEqual([]);
    }
  });
});
