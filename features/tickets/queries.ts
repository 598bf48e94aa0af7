import "server-only";
import { and, asc, desc, eq, isNull, type SQL, sql } from "drizzle-orm";
import type { PgSelect } from "drizzle-orm/pg-core";
import { database } from "@/db/client";
import { customers, incomingRequests, incomingWebhooks, teams, tickets, users } from "@/db/schema";
import { searchedPage } from "@/db/search";
import { findEnvironmentReport } from "@/features/environment-reports/queries";
import type { EnvironmentReport } from "@/features/environment-reports/schema";
import {
  isUnsolved,
  ownTickets,
  rangeFilter,
  ticketFilters,
  ticketSearch,
  UNSOLVED,
} from "@/features/tickets/filters";
import { isByCreation, type TicketOrder, ticketOrder } from "@/features/tickets/order";
import type { ListTicketsQuery, Ticket, TicketCounts, TicketSummary } from "@/features/tickets/schema";
import { unreadAmong } from "@/features/tickets/unread";
import { COUNT_LIMIT } from "@/lib/bounded-count";
import { actorUserId, authorize, type Context } from "@/lib/context";
import { NotFoundError } from "@/lib/errors";
import { toPage } from "@/lib/keyset";
import type { Page } from "@/lib/pagination";

const SNIPPET_LENGTH = 160;

export async function listTickets(ctx: Context, query: ListTicketsQuery): Promise<Page<TicketSummary>> {
  authorize(ctx, "tickets:read");
  const order = ticketOrder(query);
  const direction = order.isDescending ? desc : asc;
  const rows = await selectTickets()
    .where(await pageOf(ctx, query, order))
    .orderBy(...order.keys.map((key) => direction(key)))
    .limit(query.limit + 1);
  const unread = await unreadAmong(
    ctx,
    rows.filter(({ commentCount }) => commentCount > 0).map(({ id }) => id),
  );
  return toPage(rows, {
    limit: query.limit,
    toItem: (row) => ({ ...toSummary(row), isUnread: unread.has(row.id) }),
    cursorOf: order.cursorOf,
  });
}

async function pageOf(
  ctx: Context,
  query: ListTicketsQuery,
  { keys, isDescending, behindCursor }: TicketOrder,
): Promise<SQL | undefined> {
  const isByActivity = !isByCreation(query.sort);
  const range = rangeFilter(query);
  const within = and(ownTickets(ctx), behindCursor, isByActivity ? range : undefined);
  const words = await ticketSearch(ctx, query);
  const others = and(ticketFilters(ctx, query), isByActivity ? undefined : range);
  const search = and(others, words?.byIndex);
  // In the order of creation there is an index of all tickets, and one of the unsolved.
  const isInOrder = isByActivity || (query.status && isUnsolved(query.status));
  if (!search || (!words && isInOrder)) return and(within, search);
  const isMatch = and(others, words?.byRow) ?? search;
  return searchedPage({
    table: tickets,
    within,
    search,
    isMatch,
    keys,
    isDescending,
    limit: query.limit + 1,
  });
}

export async function getTicket(ctx: Context, id: string): Promise<Ticket> {
  authorize(ctx, "tickets:read");
  return readTicket(ctx, id);
}

/** Throws NotFoundError unless the organization has the ticket. */
export async function assertTicket(ctx: Context, id: string): Promise<void> {
  const [row] = await database()
    .select({ id: tickets.id })
    .from(tickets)
    .where(and(ownTickets(ctx), eq(tickets.id, id)));
  if (!row) throw new NotFoundError("ticket");
}

/** For services whose own scope lets them see the ticket they change. */
export async function readTicket(ctx: Context, id: string): Promise<Ticket> {
  // Sent together: what changes a ticket has others wait for its end.
  const [[row], report] = await Promise.all([
    selectWhole()
      .where(and(ownTickets(ctx), eq(tickets.id, id)))
      .prepare("ticket")
      .execute(),
    findEnvironmentReport(ctx, id),
  ]);
  if (!row) throw new NotFoundError("ticket");
  const mergedIntoNumber = row.mergedIntoId === null ? null : await numberOf(ctx, row.mergedIntoId);
  return toTicket(row, { report, mergedIntoNumber });
}

/** A ticket that is inserted by the same statement, under the name of the table: the table itself does not show it yet. */
export async function readInserted(inserting: Selecting): Promise<Ticket> {
  const [row] = await selectWhole(inserting).prepare("new ticket").execute();
  if (!row) throw new Error("insert returned no row");
  return toTicket(row, { report: null, mergedIntoNumber: null });
}

async function numberOf(ctx: Context, id: string): Promise<number | null> {
  const [row] = await database()
    .select({ number: tickets.number })
    .from(tickets)
    .where(and(eq(tickets.organizationId, ctx.organizationId), eq(tickets.id, id)));
  return row?.number ?? null;
}

/** The id of the ticket that people call by this number; null when there is none. */
export async function findTicketByNumber(ctx: Context, number: number): Promise<string | null> {
  const [row] = await database()
    .select({ id: tickets.id })
    .from(tickets)
    .where(and(ownTickets(ctx), eq(tickets.number, number)));
  return row?.id ?? null;
}

export async function countTickets(ctx: Context): Promise<TicketCounts> {
  authorize(ctx, "tickets:read");
  const userId = actorUserId(ctx);
  const count = (condition: SQL | undefined) =>
    sql<number>`(select count(*)::int from (select 1 from ${tickets} where ${and(ownTickets(ctx), condition)} limit ${COUNT_LIMIT}) as counted)`;
  const [row] = await database().execute<Omit<TicketCounts, "limit">>(sql`
    select ${count(UNSOLVED)} as open, ${count(and(UNSOLVED, userId === null ? sql`false` : eq(tickets.assigneeId, userId)))} as mine,
      ${count(and(UNSOLVED, isNull(tickets.assigneeId)))} as unassigned, ${count(undefined)} as all`);
  return {
    open: row?.open ?? 0,
    mine: row?.mine ?? 0,
    unassigned: row?.unassigned ?? 0,
    all: row?.all ?? 0,
    limit: COUNT_LIMIT,
  };
}

const ticketColumns = {
  id: tickets.id,
  number: tickets.number,
  subject: tickets.subject,
  snippet: sql<string>`left(${tickets.body}, ${sql.raw(String(SNIPPET_LENGTH))})`,
  status: tickets.status,
  priority: tickets.priority,
  customerId: customers.id,
  customerName: customers.name,
  customerEmail: customers.email,
  assigneeId: users.id,
  assigneeName: users.name,
  teamId: teams.id,
  teamName: teams.name,
  source: tickets.source,
  sourceName: sql<string | null>`coalesce(${tickets.appName}, ${incomingWebhooks.name})`,
  sourceHost: tickets.appHost,
  tags: tickets.tags,
  version: tickets.version,
  commentCount: tickets.commentCount,
  lastActivityAt: tickets.lastActivityAt,
  createdAt: tickets.createdAt,
  updatedAt: tickets.updatedAt,
};

/** The rest of it, beside what a list shows. */
const wholeColumns = {
  ...ticketColumns,
  body: tickets.body,
  diagnostics: tickets.diagnostics,
  requestId: tickets.requestId,
  chatId: tickets.chatId,
  mergedIntoId: tickets.mergedIntoId,
  resolvedAt: tickets.resolvedAt,
  closedAt: tickets.closedAt,
};

type Selecting = Pick<ReturnType<ReturnType<typeof database>["with"]>, "select">;

function selectTickets() {
  return withNames(database().select(ticketColumns).from(tickets).$dynamic());
}

function selectWhole(from: Selecting = database()) {
  return withNames(from.select(wholeColumns).from(tickets).$dynamic());
}

function withNames<Select extends PgSelect>(select: Select) {
  return select
    .leftJoin(customers, eq(customers.id, tickets.customerId))
    .leftJoin(users, eq(users.id, tickets.assigneeId))
    .leftJoin(teams, eq(teams.id, tickets.teamId))
    .leftJoin(incomingRequests, eq(incomingRequests.id, tickets.requestId))
    .leftJoin(incomingWebhooks, eq(incomingWebhooks.id, incomingRequests.webhookId));
}

type TicketRow = Awaited<ReturnType<typeof selectTickets>>[number];
type WholeRow = Awaited<ReturnType<typeof selectWhole>>[number];

function toTicket(
  row: WholeRow,
  { report, mergedIntoNumber }: { report: EnvironmentReport | null; mergedIntoNumber: number | null },
): Ticket {
  const { snippet: _, ...summary } = toSummary(row);
  return {
    ...summary,
    body: row.body,
    diagnostics: row.diagnostics ?? report,
    requestId: row.requestId,
    chatId: row.chatId,
    mergedIntoId: row.mergedIntoId,
    mergedIntoNumber,
    resolvedAt: row.resolvedAt?.toISOString() ?? null,
    closedAt: row.closedAt?.toISOString() ?? null,
  };
}

function toSummary(row: TicketRow): Omit<TicketSummary, "isUnread"> {
  return {
    id: row.id,
    number: row.number,
    subject: row.subject,
    snippet: row.snippet,
    status: row.status,
    priority: row.priority,
    customer: row.customerId
      ? { id: row.customerId, name: row.customerName, email: row.customerEmail }
      : null,
    assignee: row.assigneeId === null ? null : { id: row.assigneeId, name: row.assigneeName ?? "" },
    team: row.teamId === null ? null : { id: row.teamId, name: row.teamName ?? "" },
    source: row.source,
    sourceName: row.sourceName,
    sourceHost: row.sourceHost,
    tags: row.tags,
    version: row.version,
    commentCount: row.commentCount,
    lastActivityAt: row.lastActivityAt.toISOString(),
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  };
}
