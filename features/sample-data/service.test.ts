import { eq, sql } from "drizzle-orm";
import { beforeEach, expect, test } from "vitest";
import { database } from "@/db/client";
import { createContext, createOrganization, createUser } from "@/db/factories";
import { auditLog, deliveries, events, sampleRows } from "@/db/schema";
import { createCustomer } from "@/features/customers/service";
import { getSampleData } from "@/features/sample-data/queries";
import { addSampleData, removeSampleData } from "@/features/sample-data/service";
import { createTicketSchema } from "@/features/tickets/schema";
import { createTicket, deleteTicket } from "@/features/tickets/service";
import type { Context } from "@/lib/context";
import type { Scope } from "@/lib/scopes";

const TABLES = ["tickets", "customers", "chats", "incoming_webhooks", "subscriptions", "echo_receivers"];

let ctx: Context;

beforeEach(async () => {
  ctx = createContext(await createUser(await createOrganization()));
});

/** How many of each the organization has. */
async function counts(): Promise<Record<string, number>> {
  const counted = TABLES.map(async (table) => {
    const isLiving = /chats|echo/.test(table) ? sql`true` : sql`deleted_at is null`;
    const [row] = await database().execute<{ n: number }>(
      sql`select count(*)::int as n from ${sql.identifier(table)} where organization_id = ${ctx.organizationId} and ${isLiving}`,
    );
    return [table, row?.n ?? 0] as const;
  });
  return Object.fromEntries(await Promise.all(counted));
}

async function actions(): Promise<string[]> {
  const rows = await database()
    .select({ action: auditLog.action })
    .from(auditLog)
    .where(eq(auditLog.organizationId, ctx.organizationId));
  return rows.map(({ action }) => action);
}

async function samples() {
  return database().select().from(sampleRows).where(eq(sampleRows.organizationId, ctx.organizationId));
}

test("makes a few of everything, marked as samples, with a delivery for each ticket", async () => {
  expect(await getSampleData(ctx)).toEqual({ isPresent: false, isOffered: true });
  expect(await addSampleData(ctx)).toEqual({ isPresent: true, isOffered: false });
  expect(await counts()).toEqual({
    tickets: 4,
    customers: 5,
    chats: 1,
    incoming_webhooks: 1,
    subscriptions: 1,
    echo_receivers: 1,
  });
  const marked = await database().execute(sql`
    select 1 from tickets where organization_id = ${ctx.organizationId} and 'sample' = any(tags) and source = 'incoming_webhook'
    union all
    select 1 from customers where organization_id = ${ctx.organizationId} and 'sample' = any(tags)`);
  expect(marked).toHaveLength(9);
  const told = await database()
    .select({ type: events.type })
    .from(deliveries)
    .innerJoin(events, eq(events.id, deliveries.eventId))
    .where(eq(deliveries.organizationId, ctx.organizationId));
  expect(told.filter(({ type }) => type === "ticket.created")).toHaveLength(4);
  expect(await actions()).toContain("sample_data.added");
});

test("removing it leaves exactly what was there besides", async () => {
  const own = { email: "me@shop.example", name: "A real customer" };
  await createCustomer(ctx, own);
  const before = await counts();
  await addSampleData(ctx);
  const ticket = createTicketSchema.parse({ subject: "A real ticket", customer: own });
  await createTicket(ctx, ticket);
  // Somebody was faster with one of them.
  const [sample] = (await samples()).filter(({ kind }) => kind === "ticket");
  await deleteTicket(ctx, sample?.rowId ?? "");
  await removeSampleData(ctx);
  expect(await counts()).toEqual({ ...before, tickets: 1 });
  expect(await samples()).toEqual([]);
  expect(await actions()).toContain("sample_data.removed");
  expect(await getSampleData(ctx)).toEqual({ isPresent: false, isOffered: false });
  await removeSampleData(ctx);
});

test("a customer of the same address is no sample, and stays", async () => {
  const { id } = await createCustomer(ctx, { email: "dana@whitfield-prints.example" });
  await addSampleData(ctx);
  expect(await counts()).toMatchObject({ customers: 5, tickets: 4 });
  await removeSampleData(ctx);
  expect(await counts()).toMatchObject({ customers: 1, tickets: 0 });
  expect((await samples()).map(({ rowId }) => rowId)).not.toContain(id);
});

test("can be added again once it was removed", async () => {
  await addSampleData(ctx);
  const first = await counts();
  await removeSampleData(ctx);
  await addSampleData(ctx);
  expect(await counts()).toEqual(first);
});

test("of two who add it at once one does", async () => {
  await Promise.all([addSampleData(ctx), addSampleData(ctx)]);
  expect(await counts()).toMatchObject({ tickets: 4, customers: 5 });
});

test("is for who may write all of it, and for no other organization", async () => {
  await addSampleData(ctx);
  const stranger = createContext(await createUser(await createOrganization()));
  await removeSampleData(stranger);
  expect(await counts()).toMatchObject({ tickets: 4 });
  const blind = { ...ctx, permissions: new Set<Scope>(["subscriptions:write", "tickets:write"]) };
  await expect(removeSampleData(blind)).rejects.toMatchObject({ code: "forbidden" });
});
