import "server-only";
import {
  and,
  arrayContains,
  asc,
  desc,
  eq,
  gte,
  ilike,
  inArray,
  isNull,
  lt,
  type SQL,
  sql,
} from "drizzle-orm";
import { database } from "@/db/client";
import { escapeLike } from "@/db/like";
import { comments, customers, incomingRequests, incomingWebhooks, teams, tickets, users } from "@/db/schema";
import type {
  Comment,
  ListTicketsQuery,
  Ticket,
  TicketCounts,
  TicketSummary,
} from "@/features/tickets/schema";
import { actorUserId, authorize, type Context } from "@/lib/context";
import { NotFoundError } from "@/lib/errors";
import { decodeIdCursor, decodeMomentCursor, momentCursor, toPage } from "@/lib/keyset";
import type { Page, PageQuery } from "@/lib/pagination";

const SNIPPET_LENGTH = 160;
/** Tabs show "1000+" from here on: counting must not grow with the table. */
const COUNT_LIMIT = 1000;

/** Tickets by their last activity, newest first. */
export async function listTickets(ctx: Context, query: ListTicketsQuery): Promise<Page<TicketSummary>> {
  authorize(ctx, "tickets:read");
  const before = decodeMomentCursor(query.cursor);
  const rows = await selectTickets()
    .where(
      and(
        own(ctx),
        ...filters(ctx, query),
        before
          ? sql`(${tickets.lastActivityAt}, ${tickets.id}) < (${before.moment}::timestamptz, ${before.id}::uuid)`
          : undefined,
      ),
    )
    .orderBy(desc(tickets.lastActivityAt), desc(tickets.id))
    .limit(query.limit + 1);
  return toPage(rows, {
    limit: query.limit,
    toItem: toSummary,
    cursorOf: (row) => momentCursor(row.lastActivityAt, row.id),
  });
}

export async function getTicket(ctx: Context, id: string): Promise<Ticket> {
  authorize(ctx, "tickets:read");
  return readTicket(ctx, id);
}

/** For services whose own scope lets them see the ticket they change. */
export async function readTicket(ctx: Context, id: string): Promise<Ticket> {
  const [row] = await selectTickets().where(and(own(ctx), eq(tickets.id, id)));
  const [more] = await database()
    .select({
      body: tickets.body,
      diagnostics: tickets.diagnostics,
      requestId: tickets.requestId,
      chatId: tickets.chatId,
      mergedIntoId: tickets.mergedIntoId,
      resolvedAt: tickets.resolvedAt,
      closedAt: tickets.closedAt,
    })
    .from(tickets)
    .where(and(own(ctx), eq(tickets.id, id)));
  if (!row || !more) throw new NotFoundError("ticket");
  const { snippet: _, ...summary } = toSummary(row);
  return {
    ...summary,
    ...more,
    resolvedAt: more.resolvedAt?.toISOString() ?? null,
    closedAt: more.closedAt?.toISOString() ?? null,
  };
}

/** The id of the ticket that people call by this number; null when there is none. */
export async function findTicketByNumber(ctx: Context, number: number): Promise<string | null> {
  const [row] = await database()
    .select({ id: tickets.id })
    .from(tickets)
    .where(and(own(ctx), eq(tickets.number, number)));
  return row?.id ?? null;
}

export async function countTickets(ctx: Context): Promise<TicketCounts> {
  authorize(ctx, "tickets:read");
  const userId = actorUserId(ctx);
  const unsolved = inArray(tickets.status, ["open", "pending"]);
  const count = (condition: SQL | undefined) =>
    sql<number>`(select count(*)::int from (select 1 from ${tickets} where ${and(own(ctx), condition)} limit ${COUNT_LIMIT}) as counted)`;
  const [row] = await database().execute<Omit<TicketCounts, "limit">>(sql`
    select ${count(unsolved)} as open, ${count(and(unsolved, userId === null ? sql`false` : eq(tickets.assigneeId, userId)))} as mine,
      ${count(and(unsolved, isNull(tickets.assigneeId)))} as unassigned`);
  return { open: row?.open ?? 0, mine: row?.mine ?? 0, unassigned: row?.unassigned ?? 0, limit: COUNT_LIMIT };
}

/** A ticket's conversation, oldest first. */
export async function listComments(ctx: Context, ticketId: string, query: PageQuery): Promise<Page<Comment>> {
  authorize(ctx, "tickets:read");
  await readTicket(ctx, ticketId);
  const after = decodeIdCursor(query.cursor);
  const rows = await database()
    .select(commentColumns)
    .from(comments)
    .where(
      and(
        eq(comments.organizationId, ctx.organizationId),
        eq(comments.ticketId, ticketId),
        after ? sql`${comments.id} > ${after}` : undefined,
      ),
    )
    .orderBy(asc(comments.id))
    .limit(query.limit + 1);
  return toPage(rows, { limit: query.limit, toItem: toComment, cursorOf: (row) => row.id });
}

function own(ctx: Context): SQL | undefined {
  return and(eq(tickets.organizationId, ctx.organizationId), isNull(tickets.deletedAt));
}

function filters(ctx: Context, query: ListTicketsQuery): (SQL | undefined)[] {
  return [
    query.status ? inArray(tickets.status, query.status) : undefined,
    query.priority ? inArray(tickets.priority, query.priority) : undefined,
    query.source ? inArray(tickets.source, query.source) : undefined,
    assigneeFilter(ctx, query.assigneeId),
    query.teamId ? eq(tickets.teamId, query.teamId) : undefined,
    query.customerId ? eq(tickets.customerId, query.customerId) : undefined,
    query.tag ? arrayContains(tickets.tags, [query.tag]) : undefined,
    query.diagnostics ? diagnosticsFilter(query.diagnostics) : undefined,
    query.q ? searchFilter(query.q) : undefined,
    query.from ? gte(tickets.lastActivityAt, new Date(query.from)) : undefined,
    query.to ? lt(tickets.lastActivityAt, new Date(query.to)) : undefined,
  ];
}

function assigneeFilter(ctx: Context, assignee: ListTicketsQuery["assigneeId"]): SQL | undefined {
  if (assignee === undefined) return undefined;
  if (assignee === "none") return isNull(tickets.assigneeId);
  const id = assignee === "me" ? actorUserId(ctx) : assignee;
  return id === null ? sql`false` : eq(tickets.assigneeId, id);
}

/** `wordpress.version:6.8.1` as containment, which the index on diagnostics answers; a number or word matches both spellings. */
function diagnosticsFilter(text: string): SQL {
  const colon = text.indexOf(":");
  const keys = text.slice(0, colon).split(".");
  const value = text.slice(colon + 1).trim();
  const nested = (leaf: unknown) =>
    JSON.stringify(keys.reduceRight<unknown>((inner, key) => ({ [key]: inner }), leaf));
  const spellings = [nested(value), ...(isJsonScalar(value) ? [nested(JSON.parse(value))] : [])];
  return sql`(${sql.join(
    spellings.map((json) => sql`${tickets.diagnostics} @> ${json}::jsonb`),
    sql` or `,
  )})`;
}

function isJsonScalar(text: string): boolean {
  return /^(true|false|-?\d{1,15}(\.\d{1,10})?)$/.test(text);
}

function searchFilter(q: string): SQL {
  const number = /^#?(\d{1,9})$/.exec(q)?.[1];
  const bySubject = ilike(tickets.subject, `%${escapeLike(q)}%`);
  return number ? sql`(${tickets.number} = ${Number(number)} or ${bySubject})` : bySubject;
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
  sourceName: incomingWebhooks.name,
  tags: tickets.tags,
  version: tickets.version,
  commentCount: tickets.commentCount,
  lastActivityAt: tickets.lastActivityAt,
  createdAt: tickets.createdAt,
  updatedAt: tickets.updatedAt,
};

function selectTickets() {
  return database()
    .select(ticketColumns)
    .from(tickets)
    .leftJoin(customers, eq(customers.id, tickets.customerId))
    .leftJoin(users, eq(users.id, tickets.assigneeId))
    .leftJoin(teams, eq(teams.id, tickets.teamId))
    .leftJoin(incomingRequests, eq(incomingRequests.id, tickets.requestId))
    .leftJoin(incomingWebhooks, eq(incomingWebhooks.id, incomingRequests.webhookId));
}

type TicketRow = Awaited<ReturnType<typeof selectTickets>>[number];

function toSummary(row: TicketRow): TicketSummary {
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
    tags: row.tags,
    version: row.version,
    commentCount: row.commentCount,
    lastActivityAt: row.lastActivityAt.toISOString(),
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  };
}

const commentColumns = {
  id: comments.id,
  ticketId: comments.ticketId,
  visibility: comments.visibility,
  authorType: comments.authorType,
  authorId: comments.authorId,
  authorName: comments.authorName,
  body: comments.body,
  requestId: comments.requestId,
  createdAt: comments.createdAt,
};

type CommentRow = Pick<typeof comments.$inferSelect, keyof typeof commentColumns>;

export function toComment({ authorType, authorId, authorName, createdAt, ...row }: CommentRow): Comment {
  return {
    ...row,
    author: { type: authorType, id: authorId, name: authorName },
    createdAt: createdAt.toISOString(),
  };
}
