import "server-only";
import { and, arrayContains, eq, gte, inArray, isNull, lt, or, type SQL, sql } from "drizzle-orm";
import type { PgColumn } from "drizzle-orm/pg-core";
import { database } from "@/db/client";
import { customers, environmentReports, tickets } from "@/db/schema";
import { searchText, type TextSearch } from "@/db/search-text";
import { searchKeyOf } from "@/features/environment-reports/search-keys";
import type { ListTicketsQuery } from "@/features/tickets/schema";
import { actorUserId, type Context } from "@/lib/context";
import { parseJson } from "@/lib/parse-json";

/** So many customers' tickets are looked through for a name; a more exact name finds the rest. */
const MATCHING_CUSTOMERS = 200;

const SHORT_RANGE_TICKETS = 10_000;

/** Spelled out, since a partial index is used only where the planner can see its very condition. */
export const UNSOLVED: SQL = sql`${tickets.status} in ('open', 'pending')`;

export function ownTickets(ctx: Context): SQL | undefined {
  return and(eq(tickets.organizationId, ctx.organizationId), isNull(tickets.deletedAt));
}

/** What the indexes in a list's order can check as they are walked. */
export function ticketFilters(ctx: Context, query: ListTicketsQuery): SQL | undefined {
  return and(
    query.status ? statusFilter(query.status) : undefined,
    query.priority ? inArray(tickets.priority, query.priority) : undefined,
    query.source ? inArray(tickets.source, query.source) : undefined,
    assigneeFilter(ctx, tickets.assigneeId, query.assigneeId),
    query.teamId ? eq(tickets.teamId, query.teamId) : undefined,
    query.customerId ? eq(tickets.customerId, query.customerId) : undefined,
  );
}

export function rangeFilter({ from, to }: Pick<ListTicketsQuery, "from" | "to">): SQL | undefined {
  return and(
    from ? gte(tickets.lastActivityAt, new Date(from)) : undefined,
    to ? lt(tickets.lastActivityAt, new Date(to)) : undefined,
  );
}

interface TicketSearch {
  byIndex: SQL;
  /** The same, asked of one ticket after the other. */
  byRow: SQL;
}

/** What has an inverted index, which knows no order. */
export async function ticketSearch(ctx: Context, query: ListTicketsQuery): Promise<TicketSearch | undefined> {
  const { q, tag, diagnostics } = query;
  const words = q ? await searchFilter(ctx, q) : undefined;
  const tagged = tag ? arrayContains(tickets.tags, [tag]) : undefined;
  const reported = (where: ReportFilter) => (diagnostics ? diagnosticsFilter(diagnostics, where) : undefined);
  const byIndex = and(words?.byIndex, tagged, reported(inReports(ctx)));
  const byRow = and(words?.byRow, tagged, reported(ofReport(ctx)));
  if (!byIndex || !byRow) return undefined;
  // Said so, the planner leaves the inverted index alone.
  if (await isShortRange(ctx, query)) return { byIndex: sql`(${byRow}) is true`, byRow };
  return { byIndex, byRow };
}

/** Whether it is quicker to look through the tickets of that time than through what the search finds at all times. */
async function isShortRange(ctx: Context, query: ListTicketsQuery): Promise<boolean> {
  if (!query.from) return false;
  const [found] = await database().execute<{ count: number }>(sql`
    select count(*)::int as count from (
      select 1 from ${tickets} where ${and(ownTickets(ctx), rangeFilter(query))} limit ${SHORT_RANGE_TICKETS + 1}) as found`);
  return (found?.count ?? 0) <= SHORT_RANGE_TICKETS;
}

type Statuses = NonNullable<ListTicketsQuery["status"]>;

function statusFilter(statuses: Statuses): SQL | undefined {
  return isUnsolved(statuses) ? UNSOLVED : inArray(tickets.status, [...new Set(statuses)]);
}

export function isUnsolved(statuses: Statuses): boolean {
  const wanted = new Set(statuses);
  return wanted.size === 2 && wanted.has("open") && wanted.has("pending");
}

/** Those of one user, of the caller (`me`), or of nobody (`none`). */
export function assigneeFilter(
  ctx: Context,
  column: PgColumn,
  assignee: ListTicketsQuery["assigneeId"],
): SQL | undefined {
  if (assignee === undefined) return undefined;
  if (assignee === "none") return isNull(column);
  const id = assignee === "me" ? actorUserId(ctx) : assignee;
  return id === null ? sql`false` : eq(column, id);
}

/** `#41` is the number; anything else is a part of the subject or of the customer's name or address. */
async function searchFilter(ctx: Context, q: string): Promise<TextSearch> {
  const number = /^#?(\d{1,9})$/.exec(q)?.[1];
  const known = await database()
    .select({ id: customers.id })
    .from(customers)
    .where(
      and(
        eq(customers.organizationId, ctx.organizationId),
        searchText(q, (contains) => or(contains(customers.name), contains(customers.email))).byIndex,
      ),
    )
    .limit(MATCHING_CUSTOMERS);
  const ids = known.map(({ id }) => id);
  const ofKnown = ids.length > 0 ? inArray(tickets.customerId, ids) : undefined;
  const numbered = number ? eq(tickets.number, Number(number)) : undefined;
  return searchText(q, (contains) => or(contains(tickets.subject), ofKnown, numbered));
}

type ReportFilter = (contained: SQL, key: string) => SQL;

/**
 * `plugin:woocommerce@9.9` and the like by the keys of the report, and `wordpress.version:6.8.1` as containment, which the index on
 * diagnostics answers; a number or word matches both spellings.
 */
function diagnosticsFilter(text: string, withReports: ReportFilter): SQL {
  const colon = text.indexOf(":");
  const keys = text.slice(0, colon).split(".");
  const value = text.slice(colon + 1).trim();
  const nested = (leaf: unknown) =>
    JSON.stringify(keys.reduceRight<unknown>((inner, key) => ({ [key]: inner }), leaf));
  const spellings = [nested(value), ...(isJsonScalar(value) ? [nested(parseJson(value))] : [])];
  const contained = sql.join(
    spellings.map((json) => sql`${tickets.diagnostics} @> ${json}::jsonb`),
    sql` or `,
  );
  const key = searchKeyOf(text);
  return key === null ? sql`(${contained})` : withReports(contained, key);
}

/** One list of ids: of conditions joined by `or` the planner would take no index of another table. */
function inReports(ctx: Context): ReportFilter {
  return (contained, key) => sql`${tickets.id} in (
    select ${environmentReports.ticketId} from ${environmentReports} where ${hasKey(ctx, key)}
    union all select ${tickets.id} from ${tickets} where ${contained})`;
}

/** A value, where of `exists` the planner may make a list of all reports with the key. */
function ofReport(ctx: Context): ReportFilter {
  return (contained, key) => sql`(${contained} or coalesce((
    select ${hasKey(ctx, key)} from ${environmentReports} where ${environmentReports.ticketId} = ${tickets.id}), false))`;
}

function hasKey(ctx: Context, key: string): SQL | undefined {
  return and(
    eq(environmentReports.organizationId, ctx.organizationId),
    arrayContains(environmentReports.keys, [key]),
  );
}

function isJsonScalar(text: string): boolean {
  return /^(true|false|-?(0|[1-9]\d{0,39})(\.\d{1,40})?)$/.test(text);
}
