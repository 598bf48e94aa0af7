import { randomUUID } from "node:crypto";
import { and, asc, eq } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { database } from "@/db/client";
import { createContext, createOrganization, createUser } from "@/db/factories";
import { auditLog, customers, events } from "@/db/schema";
import { payloadSchema } from "@/features/event-catalog/catalog";
import { isEventType } from "@/features/event-catalog/names";
import { updateTickets } from "@/features/tickets/bulk-update";
import { listComments } from "@/features/tickets/comments";
import { countTickets, getTicket, listTickets } from "@/features/tickets/queries";
import { createTicketSchema, listTicketsQuerySchema } from "@/features/tickets/schema";
import { addComment, createTicket, deleteTicket, updateTicket } from "@/features/tickets/service";
import { TICKET_SORTS } from "@/features/tickets/sorts";
import type { Context } from "@/lib/context";
import { InvalidError } from "@/lib/errors";

async function signedIn(): Promise<Context> {
  return createContext(await createUser(await createOrganization()));
}

function ticket(more: object = {}) {
  return createTicketSchema.parse({ subject: "Printer on fire", ...more });
}

async function eventsOf(ctx: Context) {
  const rows = await database()
    .select({ type: events.type, data: events.data, subjectId: events.subjectId })
    .from(events)
    .where(eq(events.organizationId, ctx.organizationId))
    .orderBy(asc(events.id));
  return rows.map((row) => ({ ...row, data: JSON.parse(row.data) }));
}

describe("a new ticket", () => {
  test("has a number, finds its customer again, and tells of itself", async () => {
    const ctx = await signedIn();
    const dana = { email: "Dana@Example.com", name: "Dana" };
    const first = await createTicket(ctx, ticket({ customer: dana }));
    const second = await createTicket(
      ctx,
      ticket({ customer: { email: "dana@example.com", phone: "+49 30 1" } }),
    );
    expect([first.number, second.number]).toEqual([1, 2]);
    expect(second.customer).toEqual(first.customer);
    const told = await eventsOf(ctx);
    expect(told.map(({ type }) => type)).toEqual([
      "client.created",
      "ticket.created",
      "client.updated",
      "ticket.created",
    ]);
    expect(told[1]).toMatchObject({ subjectId: first.id, data: { number: 1, status: "open" } });
    for (const { type, data } of told) {
      if (isEventType(type)) expect(payloadSchema(type).safeParse(data).error).toBeUndefined();
    }
  });

  test("50 at once have 50 numbers and one customer", async () => {
    const ctx = await signedIn();
    const made = await Promise.all(
      Array.from({ length: 50 }, () =>
        createTicket(ctx, ticket({ customer: { email: "dana@example.com" } })),
      ),
    );
    expect(new Set(made.map(({ number }) => number)).size).toBe(50);
    const known = await database()
      .select()
      .from(customers)
      .where(eq(customers.organizationId, ctx.organizationId));
    expect(known).toHaveLength(1);
  });

  test("refuses people, teams and customers of another organization", async () => {
    const [ctx, other] = [await signedIn(), await signedIn()];
    const theirs = await createTicket(other, ticket({ customer: { email: "dana@example.com" } }));
    const userId = other.actor.type === "user" ? other.actor.userId : 0;
    await expect(createTicket(ctx, ticket({ assigneeId: userId }))).rejects.toThrow("assigneeId");
    await expect(createTicket(ctx, ticket({ customerId: theirs.customer?.id }))).rejects.toThrow(
      "customerId",
    );
    await expect(getTicket(ctx, theirs.id)).rejects.toThrow("No such ticket");
    await expect(updateTicket(ctx, theirs.id, { status: "closed" })).rejects.toThrow("No such ticket");
    expect((await listTickets(ctx, listTicketsQuerySchema.parse({}))).data).toEqual([]);
  });
});

describe("a change", () => {
  test("says what changed, and the status on its own", async () => {
    const ctx = await signedIn();
    const { id } = await createTicket(ctx, ticket());
    const after = await updateTicket(ctx, id, { status: "resolved", tags: ["fire", "fire"] });
    expect(after).toMatchObject({
      status: "resolved",
      tags: ["fire"],
      version: 2,
      resolvedAt: expect.any(String),
    });
    const [, updated, status] = await eventsOf(ctx);
    expect(updated?.data.changed).toEqual({
      status: { from: "open", to: "resolved" },
      tags: { from: [], to: ["fire"] },
    });
    expect(status).toMatchObject({ type: "ticket.status_changed", data: { from: "open", to: "resolved" } });
    await updateTicket(ctx, id, { status: "open" });
    expect(await getTicket(ctx, id)).toMatchObject({ resolvedAt: null });
  });

  test("of the subject and the customer is told with both sides, and audited without who it is", async () => {
    const ctx = await signedIn();
    const dana = await createTicket(ctx, ticket({ customer: { email: "dana@example.com", name: "Dana" } }));
    const eva = await createTicket(ctx, ticket({ customer: { name: "Eva" } }));
    const customerId = eva.customer?.id ?? null;
    const change = { subject: "Fire is out", customerId };
    expect(await updateTicket(ctx, dana.id, change)).toMatchObject({ customer: eva.customer });
    await updateTicket(ctx, dana.id, { customerId: null });
    const changes = (await eventsOf(ctx))
      .filter(({ type }) => type === "ticket.updated")
      .map(({ data }) => data.changed);
    expect(changes).toEqual([
      {
        subject: { from: "Printer on fire", to: "Fire is out" },
        customer: { from: dana.customer, to: eva.customer },
      },
      { customer: { from: eva.customer, to: null } },
    ]);
    const [audited] = await database()
      .select({ changes: auditLog.changes })
      .from(auditLog)
      .where(and(eq(auditLog.targetId, dana.id), eq(auditLog.action, "ticket.updated")))
      .orderBy(asc(auditLog.id));
    expect(JSON.parse(audited?.changes ?? "{}")).toMatchObject({
      customer: { from: dana.customer?.id, to: customerId },
    });
    expect(audited?.changes).not.toContain("Dana");
  });

  test("of an old version is refused", async () => {
    const ctx = await signedIn();
    const { id, version } = await createTicket(ctx, ticket());
    await updateTicket(ctx, id, { priority: "high", version });
    await expect(updateTicket(ctx, id, { priority: "low", version })).rejects.toThrow("has changed since");
  });

  test("that changes nothing tells nobody", async () => {
    const ctx = await signedIn();
    const { id } = await createTicket(ctx, ticket());
    expect(await updateTicket(ctx, id, { status: "open", assigneeId: null, tags: [] })).toMatchObject({
      version: 1,
    });
    expect(await eventsOf(ctx)).toHaveLength(1);
  });

  test("of several at once reaches only this organization's", async () => {
    const [ctx, other] = [await signedIn(), await signedIn()];
    const [mine, theirs] = [await createTicket(ctx, ticket()), await createTicket(other, ticket())];
    expect(await updateTickets(ctx, { ids: [mine.id, theirs.id], change: { status: "closed" } })).toEqual({
      updated: 1,
      tickets: [
        {
          id: mine.id,
          version: 2,
          previous: { status: "open", priority: "normal", assigneeId: null, teamId: null },
        },
      ],
      conflicts: [],
    });
    expect((await getTicket(other, theirs.id)).status).toBe("open");
  });

  test("of several at once is taken back only where nobody changed them since", async () => {
    const ctx = await signedIn();
    const ids = [
      (await createTicket(ctx, ticket({ status: "pending" }))).id,
      (await createTicket(ctx, ticket({ status: "pending" }))).id,
    ];
    const [first = "", second = ""] = ids;
    const { tickets } = await updateTickets(ctx, { ids, change: { status: "closed" } });
    await updateTicket(ctx, second, { status: "resolved" });
    const versions = Object.fromEntries(tickets.map(({ id, version }) => [id, version]));
    const undone = await updateTickets(ctx, { ids, versions, change: { status: "pending" } });
    expect(undone).toMatchObject({ updated: 1, tickets: [{ id: first, version: 3 }], conflicts: [second] });
    expect((await getTicket(ctx, first)).status).toBe("pending");
    expect((await getTicket(ctx, second)).status).toBe("resolved");
  });
});

test("a reply is kept in order, counted, and may solve the ticket", async () => {
  const ctx = await signedIn();
  const { id } = await createTicket(ctx, ticket());
  await addComment(ctx, id, { body: "Use water.", visibility: "public" });
  await addComment(ctx, id, { body: "Not on a laser printer!", visibility: "internal", status: "resolved" });
  const { data } = await listComments(ctx, id, { limit: 10, order: "asc" });
  expect(data.map(({ body }) => body)).toEqual(["Use water.", "Not on a laser printer!"]);
  expect(await getTicket(ctx, id)).toMatchObject({ commentCount: 2, status: "resolved" });
});

test("a deleted ticket is gone from lists and counts, and its deletion is on record", async () => {
  const ctx = await signedIn();
  const { id } = await createTicket(ctx, ticket());
  await deleteTicket(ctx, id);
  await expect(getTicket(ctx, id)).rejects.toThrow("No such ticket");
  expect(await countTickets(ctx)).toMatchObject({ open: 0, unassigned: 0 });
  const entries = await database()
    .select({ action: auditLog.action })
    .from(auditLog)
    .where(and(eq(auditLog.organizationId, ctx.organizationId), eq(auditLog.targetId, id)))
    .orderBy(auditLog.id);
  expect(entries.map(({ action }) => action).sort()).toEqual(["ticket.created", "ticket.deleted"]);
});

/** All numbers of a list, read two at a time. */
async function numbersOf(ctx: Context, query: object): Promise<number[]> {
  const seen: number[] = [];
  let cursor: string | undefined;
  do {
    const page = await listTickets(ctx, listTicketsQuerySchema.parse({ ...query, limit: 2, cursor }));
    seen.push(...page.data.map(({ number }) => number));
    cursor = page.nextCursor ?? undefined;
  } while (cursor);
  return seen;
}

test("the list is sorted by activity or creation, either way, whatever the filter", async () => {
  const ctx = await signedIn();
  const made = [];
  for (let index = 0; index < 5; index++)
    made.push(await createTicket(ctx, ticket({ tags: index % 2 ? ["odd"] : [] })));
  await updateTicket(ctx, made[1]?.id ?? "", { priority: "high" });
  await updateTicket(ctx, made[0]?.id ?? "", { status: "resolved" });
  const orders = { "-updated": [1, 2, 5, 4, 3], "-created": [5, 4, 3, 2, 1] };
  for (const [sort, numbers] of Object.entries(orders)) {
    const reversed = sort.slice(1);
    for (const [filter, isKept] of [
      [{}, () => true],
      [{ status: ["open", "pending"] }, (number: number) => number !== 1],
      [{ status: "open", priority: "normal" }, (number: number) => number > 2],
      [{ tag: "odd" }, (number: number) => number % 2 === 0],
    ] as const) {
      const kept = numbers.filter(isKept);
      expect(await numbersOf(ctx, { ...filter, sort })).toEqual(kept);
      expect(await numbersOf(ctx, { ...filter, sort: reversed })).toEqual(kept.toReversed());
    }
  }
});

test("a cursor is refused in another order than its own", async () => {
  const ctx = await signedIn();
  for (let index = 0; index < 2; index++) await createTicket(ctx, ticket());
  const list = (query: object) => listTickets(ctx, listTicketsQuerySchema.parse({ limit: 1, ...query }));
  for (const sort of TICKET_SORTS) {
    const cursor = (await list({ sort })).nextCursor;
    expect((await list({ sort, cursor })).data).toHaveLength(1);
    for (const other of TICKET_SORTS.filter((one) => one !== sort))
      await expect(list({ sort: other, cursor })).rejects.toThrow("another order");
  }
  for (const text of ["x", "created|", "created|0", `created|${randomUUID()}|0`])
    await expect(
      list({ sort: "created", cursor: Buffer.from(text).toString("base64url") }),
    ).rejects.toBeInstanceOf(InvalidError);
  const yearZero = Buffer.from(`updated|0000-01-01T00:00:00Z|${randomUUID()}`).toString("base64url");
  await expect(list({ sort: "updated", cursor: yearZero })).rejects.toBeInstanceOf(InvalidError);
});

test("the list pages through tickets of the same moment, and filters by diagnostics", async () => {
  const ctx = await signedIn();
  for (let index = 0; index < 7; index++)
    await createTicket(
      ctx,
      ticket({ diagnostics: { php: { version: index % 2 ? "8.3" : "8.2", major: 8 } } }),
    );
  expect(await numbersOf(ctx, {})).toEqual([7, 6, 5, 4, 3, 2, 1]);
  const found = async (diagnostics: string) =>
    (await listTickets(ctx, listTicketsQuerySchema.parse({ diagnostics }))).data.length;
  expect(await found("php.version:8.3")).toBe(3);
  expect(await found("php.major:8")).toBe(7);
});
