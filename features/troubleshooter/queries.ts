import "server-only";
import { and, asc, desc, eq, gt, inArray, isNull, lt, max, ne, or, sql } from "drizzle-orm";
import { database } from "@/db/client";
import { comments, customers, oauthClients, oauthSessions, organizations, tickets } from "@/db/schema";
import { requireCustomer } from "@/features/auth/customer-context";
import { findEnvironmentReport } from "@/features/environment-reports/queries";
import { type MergedInto, mergedTickets } from "@/features/troubleshooter/merged-tickets";
import type { CustomerComment, CustomerTicket, CustomerTicketDetail } from "@/features/troubleshooter/schema";
import type { Context } from "@/lib/context";
import { NotFoundError } from "@/lib/errors";
import { decodeIdCursor, toPage } from "@/lib/keyset";
import type { Page, PageQuery } from "@/lib/pagination";

/** By when they were filed: any other order would tell of what the desk does by itself. */
export async function listOwnTickets(ctx: Context, query: PageQuery): Promise<Page<CustomerTicket>> {
  const before = decodeIdCursor(query.cursor);
  const rows = await selectTickets()
    .where(and(isOwnTicket(ctx), before ? lt(tickets.id, before) : undefined))
    .orderBy(desc(tickets.id))
    .limit(query.limit + 1);
  const extras = await extrasOf(ctx, rows);
  return toPage(rows, {
    limit: query.limit,
    toItem: (row) => toTicket(row, extras),
    cursorOf: (row) => row.id,
  });
}

export async function getOwnTicket(ctx: Context, id: string): Promise<CustomerTicketDetail> {
  const row = await findOwnTicket(ctx, id);
  const report = await findEnvironmentReport(ctx, id);
  return {
    ...toTicket(row, await extrasOf(ctx, [row])),
    description: row.body,
    summary: report?.summary ?? {},
    findings: report?.findings ?? [],
    leftOut: report?.leftOut ?? 0,
  };
}

/** What the two sides wrote to each other, oldest first unless asked for the end of it; a merged ticket's where that goes on. */
export async function listOwnComments(
  ctx: Context,
  id: string,
  { limit, cursor, order }: PageQuery & { order?: "asc" | "desc" },
): Promise<Page<CustomerComment>> {
  const ticket = await findOwnTicket(ctx, id);
  const behind = decodeIdCursor(cursor);
  const ticketId = (await mergedTickets(ctx, [ticket])).get(id)?.id ?? id;
  const isNewestFirst = order === "desc";
  const rows = await database()
    .select({ ...commentColumns, organization: organizations.name })
    .from(comments)
    .innerJoin(organizations, eq(organizations.id, comments.organizationId))
    .where(
      and(
        eq(comments.ticketId, ticketId),
        isForCustomer(ctx),
        behind ? (isNewestFirst ? lt : gt)(comments.id, behind) : undefined,
      ),
    )
    .orderBy(isNewestFirst ? desc(comments.id) : asc(comments.id))
    .limit(limit + 1);
  return toPage(rows, { limit, toItem: toCustomerComment, cursorOf: (row) => row.id });
}

/** The app that the customer calls through, and the site that it was connected for, as far as they are known. */
export async function findCallingApp(
  ctx: Context,
): Promise<{ name: string; host: string | null } | undefined> {
  const [app] = await database()
    .select({ name: oauthClients.name, host: oauthSessions.host })
    .from(oauthSessions)
    .innerJoin(oauthClients, eq(oauthClients.id, oauthSessions.clientId))
    .where(
      and(
        eq(oauthSessions.organizationId, ctx.organizationId),
        eq(oauthSessions.id, requireCustomer(ctx).sessionId),
      ),
    );
  return app;
}

export async function findOwnTicket(ctx: Context, id: string): Promise<TicketRow> {
  const [row] = await selectTickets().where(and(isOwnTicket(ctx), eq(tickets.id, id)));
  if (!row) throw new NotFoundError("ticket");
  return row;
}

function isOwnTicket(ctx: Context) {
  const { customerId } = requireCustomer(ctx);
  return and(
    eq(tickets.organizationId, ctx.organizationId),
    eq(tickets.customerId, customerId),
    isNull(tickets.deletedAt),
  );
}

/** No internal notes, and in a ticket that another one was merged into no words of another customer. */
function isForCustomer(ctx: Context) {
  const { customerId } = requireCustomer(ctx);
  const earlier = database()
    .select({ id: sql<string>`${customers.id}::text` })
    .from(customers)
    .where(and(eq(customers.organizationId, ctx.organizationId), eq(customers.mergedIntoId, customerId)));
  return and(
    eq(comments.organizationId, ctx.organizationId),
    eq(comments.visibility, "public"),
    or(
      ne(comments.authorType, "customer"),
      eq(comments.authorId, customerId),
      inArray(comments.authorId, earlier),
    ),
  );
}

function selectTickets() {
  return database()
    .select({
      id: tickets.id,
      number: tickets.number,
      subject: tickets.subject,
      body: tickets.body,
      status: tickets.status,
      priority: tickets.priority,
      mergedIntoId: tickets.mergedIntoId,
      createdAt: tickets.createdAt,
    })
    .from(tickets);
}

type TicketRow = Awaited<ReturnType<typeof selectTickets>>[number];

interface Extras {
  lastCommentAt: Map<string, Date | null>;
  mergedInto: Map<string, MergedInto>;
}

async function extrasOf(ctx: Context, rows: TicketRow[]): Promise<Extras> {
  const mergedInto = await mergedTickets(ctx, rows);
  const ids = rows.map(({ id }) => id);
  if (ids.length === 0) return { mergedInto, lastCommentAt: new Map() };
  const latest = await database()
    .select({ ticketId: comments.ticketId, at: max(comments.createdAt) })
    .from(comments)
    .where(and(inArray(comments.ticketId, ids), isForCustomer(ctx)))
    .groupBy(comments.ticketId);
  return { mergedInto, lastCommentAt: new Map(latest.map(({ ticketId, at }) => [ticketId, at])) };
}

function toTicket(
  { body: _, mergedIntoId: __, createdAt, ...row }: TicketRow,
  { lastCommentAt, mergedInto }: Extras,
): CustomerTicket {
  return {
    ...row,
    createdAt: createdAt.toISOString(),
    lastCommentAt: lastCommentAt.get(row.id)?.toISOString() ?? null,
    mergedInto: mergedInto.get(row.id) ?? null,
  };
}

const commentColumns = {
  id: comments.id,
  authorType: comments.authorType,
  authorName: comments.authorName,
  body: comments.body,
  createdAt: comments.createdAt,
};

type CommentRow = Pick<typeof comments.$inferSelect, keyof typeof commentColumns> & { organization: string };

/** Of an agent the name and nothing else; a token is called what only the desk understands, so its words are the desk's. */
function toCustomerComment({
  authorType,
  authorName,
  organization,
  createdAt,
  ...row
}: CommentRow): CustomerComment {
  const name = authorType === "token" ? organization : authorName;
  return {
    ...row,
    author: { type: authorType === "customer" ? "customer" : "support", name },
    createdAt: createdAt.toISOString(),
  };
}
