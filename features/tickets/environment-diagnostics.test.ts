import { sql } from "drizzle-orm";
import { beforeEach, describe, expect, test } from "vitest";
import { database, transaction } from "@/db/client";
import { createContext, createOrganization, createUser } from "@/db/factories";
import { readEnvironmentReport } from "@/features/environment-reports/read-report";
import { PRIVATE_VALUES, TEST_SITES } from "@/features/environment-reports/test-sites";
import { listTicketActivity } from "@/features/tickets/activity";
import { extractDiagnostics } from "@/features/tickets/extract-diagnostics";
import { ticketSearch } from "@/features/tickets/filters";
import { countPluginTickets } from "@/features/tickets/plugin-tickets";
import { getTicket, listTickets } from "@/features/tickets/queries";
import { createTicketSchema, listTicketsQuerySchema, updateTicketSchema } from "@/features/tickets/schema";
import { addComment, createTicket, deleteTicket, updateTicket } from "@/features/tickets/service";
import type { Context } from "@/lib/context";

const FORMS = ["environment", "siteHealth", "siteHealthText", "wooSystemStatus"] as const;

let ctx: Context;

beforeEach(async () => {
  ctx = createContext(await createUser(await createOrganization()));
});

function open(diagnostics: unknown) {
  return createTicket(ctx, createTicketSchema.parse({ subject: "Site down", diagnostics }));
}

describe.each(TEST_SITES)("diagnostics of the site $name", (site) => {
  test.each(FORMS)("in the form %s are read, as such and under their name", async (form) => {
    for (const diagnostics of [site[form], { [form]: site[form] }]) {
      const { id } = await open(structuredClone(diagnostics));
      const { report } = readEnvironmentReport({ [form]: site[form] });
      expect((await getTicket(ctx, id)).diagnostics).toEqual(JSON.parse(JSON.stringify(report)));
    }
  });
});

test("no private value is found in any row that a ticket leaves", async () => {
  for (const { siteHealth, wooSystemStatus } of TEST_SITES) await open({ siteHealth, wooSystemStatus });
  const [row] = await database().execute<{ text: string }>(sql`
    select (select string_agg(r::text, '') from environment_reports r where organization_id = ${ctx.organizationId})
        || (select string_agg(t::text, '') from tickets t where organization_id = ${ctx.organizationId})
        || (select string_agg(e::text, '') from events e where organization_id = ${ctx.organizationId})
        || (select string_agg(a::text, '') from audit_log a where organization_id = ${ctx.organizationId}) as text`);
  expect(row?.text).toContain("Storefront");
  expect(PRIVATE_VALUES.filter((value) => row?.text.includes(value))).toEqual([]);
});

test.each([
  [{ wordpress: { version: "6.8.1" }, php: { version: "8.3.6" }, theme: "Storefront" }],
  [{ environment: { os: "linux" }, siteHealth: "good" }],
  [{ theme: { name: "Storefront" }, extra: {} }],
  [{ "wp-core": "6.8" }],
  [{ environment: { wp_version: "6.8" } }],
  [{ phpVersion: "8.3", device: "phone" }],
  [{ summary: {}, findings: [], sections: [], source: "somewhere" }],
])("other diagnostics stay as they are: %o", async (diagnostics) => {
  const { id } = await open(diagnostics);
  expect((await getTicket(ctx, id)).diagnostics).toEqual(diagnostics);
});

test("text that is no Site Health is refused", () => {
  expect(createTicketSchema.safeParse({ subject: "x", diagnostics: "### Steps ###\na: b" }).success).toBe(
    false,
  );
});

test("a report is replaced, kept, and taken away by what is written over it", async () => {
  const [small, shop] = TEST_SITES;
  const change = (diagnostics: unknown, subject?: string) =>
    updateTicket(ctx, id, updateTicketSchema.parse({ diagnostics, ...(subject && { subject }) }));
  const { id, diagnostics: first, version } = await open(small?.siteHealth);
  expect(await change(small?.siteHealth)).toMatchObject({ version });
  expect(await change(first)).toMatchObject({ version });
  expect(await change(first, "Renamed")).toMatchObject({ diagnostics: first, version: version + 1 });
  const second = await change(shop?.siteHealthText);
  expect(second.diagnostics).toMatchObject({ source: "siteHealthText", summary: { woocommerce: "9.9.5" } });
  expect(await change({ php: "8.3" })).toMatchObject({ diagnostics: { php: "8.3" } });
  expect(await change(small?.siteHealth)).toMatchObject({ diagnostics: first });
  expect(await change(null)).toMatchObject({ diagnostics: null });
  expect(await getTicket(ctx, id)).toMatchObject({ diagnostics: null });
});

test("events and the audit log tell of the summary alone", async () => {
  const [small, shop] = TEST_SITES;
  const { id } = await open(small?.siteHealth);
  await updateTicket(ctx, id, updateTicketSchema.parse({ diagnostics: shop?.siteHealth }));
  await deleteTicket(ctx, id);
  const rows = await database().execute<{ diagnostics: object }>(sql`
    select data::jsonb->'diagnostics' as diagnostics from events where organization_id = ${ctx.organizationId}
    union all
    select jsonb_path_query(changes::jsonb, '$.diagnostics.*') from audit_log
    where organization_id = ${ctx.organizationId} and action = 'ticket.updated'`);
  expect(rows.length).toBeGreaterThanOrEqual(5);
  for (const { diagnostics } of rows)
    expect(Object.keys(diagnostics).toSorted()).toEqual(["source", "summary"]);
});

test.each([
  ["plugin:woocommerce", ["shop", "multisite"]],
  ["plugin:WooCommerce@9.9.5", ["shop"]],
  ["plugin:woocommerce@9.9", ["shop"]],
  ["plugin:woocommerce@10", ["multisite"]],
  ["plugin:woocommerce@10.0.0-beta.1", ["multisite"]],
  ["plugin:woocommerce@9.90", []],
  ["plugin:classic-editor", []],
  ["plugin:", []],
  ["plugin:Größe & ähnliches 🚀", ["multisite"]],
  ["php:8", ["small", "shop", "by hand"]],
  ["php:8.1", ["shop"]],
  ["php:8.3", ["small", "by hand"]],
  ["wordpress:6", ["small", "shop", "multisite"]],
  ["wordpress:6.8", ["small"]],
  ["php.version:8", []],
])("the list finds by %s", async (diagnostics, expected) => {
  const other = createContext(await createUser(await createOrganization()));
  for (const { name, siteHealth, wooSystemStatus } of TEST_SITES) {
    await createTicket(
      ctx,
      createTicketSchema.parse({ subject: name, diagnostics: { siteHealth, wooSystemStatus } }),
    );
    await createTicket(other, createTicketSchema.parse({ subject: name, diagnostics: siteHealth }));
  }
  await createTicket(
    ctx,
    createTicketSchema.parse({
      subject: "by hand",
      diagnostics: { php: diagnostics === "php:8" ? 8 : "8.3" },
    }),
  );
  for (const range of [{}, { from: "2020-01-01T00:00:00Z" }]) {
    const query = { ...range, diagnostics, sort: "created" };
    const parsed = listTicketsQuerySchema.safeParse(query);
    if (!parsed.success) return expect(expected).toEqual([]);
    const { data } = await listTickets(ctx, parsed.data);
    expect(data.map(({ subject }) => subject)).toEqual(expected);
    for (const ticket of data) expect(ticket).not.toHaveProperty("diagnostics");
  }
});

describe("Site Health that a customer pasted", () => {
  const [small, shop] = TEST_SITES;
  const letter = (text = "") => `Hello,\n\nthe shop is down:\n\n${text}\n\nKind regards\n### Dana ###`;

  test("becomes the diagnostics, from the opening text or from a comment, on record", async () => {
    const { id } = await createTicket(
      ctx,
      createTicketSchema.parse({ subject: "x", body: letter(small?.siteHealthText) }),
    );
    const first = await extractDiagnostics(ctx, id, {});
    expect(first.diagnostics).toMatchObject({ source: "siteHealthText", summary: { wordpress: "6.8.1" } });
    expect(JSON.stringify(first.diagnostics)).not.toContain("Dana");
    const { id: commentId } = await addComment(ctx, id, {
      body: letter(shop?.siteHealthText),
      visibility: "public",
    });
    const second = await extractDiagnostics(ctx, id, { commentId });
    expect(second.diagnostics).toMatchObject({ summary: { wordpress: "6.7.2" } });
    expect(await extractDiagnostics(ctx, id, { commentId })).toEqual(second);
    const { data } = await listTicketActivity(ctx, id, { limit: 10 });
    expect(data.filter(({ changes }) => changes.some(({ field }) => field === "diagnostics"))).toHaveLength(
      2,
    );
  });

  test("is not taken from where it is not, from another ticket, or over what is of another form", async () => {
    const { id } = await createTicket(
      ctx,
      createTicketSchema.parse({ subject: "x", body: "### Steps ###\na: b" }),
    );
    const sent = await createTicket(
      ctx,
      createTicketSchema.parse({
        subject: "z",
        diagnostics: shop?.siteHealth,
        body: letter(small?.siteHealthText),
      }),
    );
    await expect(extractDiagnostics(ctx, sent.id, {})).rejects.toMatchObject({ code: "conflict" });
    const other = await createTicket(
      ctx,
      createTicketSchema.parse({
        subject: "y",
        diagnostics: { php: "8.3" },
        body: letter(small?.siteHealthText),
      }),
    );
    const { id: commentId } = await addComment(ctx, other.id, {
      body: letter(small?.siteHealthText),
      visibility: "public",
    });
    for (const input of [{}, { commentId }])
      await expect(extractDiagnostics(ctx, id, input)).rejects.toMatchObject({
        issues: [{ path: "commentId" }],
      });
    await expect(extractDiagnostics(ctx, other.id, {})).rejects.toMatchObject({ code: "conflict" });
    const stranger = createContext(await createUser(await createOrganization()));
    await expect(extractDiagnostics(stranger, other.id, {})).rejects.toMatchObject({ code: "not_found" });
  });
});

test("other open tickets with the same plugins in the same versions are counted", async () => {
  const [small, shop, multisite] = TEST_SITES;
  const { id } = await open(shop?.siteHealth);
  const openAll = async (...sites: (typeof shop)[]) => {
    for (const site of sites) await open(site?.siteHealthText);
  };
  await openAll(shop, shop, multisite, small);
  const { id: solved } = await open(shop?.siteHealth);
  await updateTicket(ctx, solved, { status: "resolved" });
  const stranger = createContext(await createUser(await createOrganization()));
  await createTicket(stranger, createTicketSchema.parse({ subject: "x", diagnostics: shop?.siteHealth }));
  const { data } = await countPluginTickets(ctx, id);
  expect(data).toContainEqual({ filter: "plugin:woocommerce@9.9.5", tickets: 2 });
  expect(data.every(({ tickets }) => tickets === 2)).toBe(true);
  expect(await countPluginTickets(ctx, solved)).toEqual({
    data: data.map((one) => ({ ...one, tickets: 3 })),
    limit: 1000,
  });
  const { id: bare } = await open({ php: "8.3" });
  expect(await countPluginTickets(ctx, bare)).toEqual({ data: [], limit: 1000 });
});

test("the list's filter finds reports by their index", async () => {
  const search = await ticketSearch(
    ctx,
    listTicketsQuerySchema.parse({ diagnostics: "plugin:woocommerce@9.9" }),
  );
  const plan = await transaction(async () => {
    await database().execute(sql`set local enable_seqscan = off`);
    return database().execute(sql`explain select id from tickets where ${search?.byIndex}`);
  });
  expect(JSON.stringify(plan)).toContain("Bitmap Index Scan on environment_reports_keys");
});
