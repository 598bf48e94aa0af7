import "server-only";
import { and, asc, desc, gt, lt, type SQL, sql } from "drizzle-orm";
import * as z from "zod";
import { database } from "@/db/client";
import { tickets } from "@/db/schema";
import { isUnsolved } from "@/features/tickets/filters";
import type { ListTicketsQuery, TicketSort } from "@/features/tickets/schema";
import { decodeSortedCursor, sortedCursor } from "@/lib/keyset";
import { instantSchema } from "@/lib/wire-types";

/** So many matches are sorted by creation; more are met soon on the walk through all tickets in that order. */
const SORTABLE_IN_INDEX = 20_000;
/** The same for filters that no index in order can check, so that each match costs a row. */
const SORTABLE_ROWS = 2_000;

interface TicketOrder {
  orderBy: SQL[];
  /** The condition for the page: the list's filter, behind the row that the cursor names. */
  where: SQL | undefined;
  cursorOf(row: { id: string; lastActivityAt: Date }): string;
}

export async function ticketOrder(query: ListTicketsQuery, filter: SQL | undefined): Promise<TicketOrder> {
  return query.sort === "created" || query.sort === "-created"
    ? byCreation(query, filter)
    : byActivity(query, filter);
}

const activityKeySchema = z.tuple([instantSchema, z.uuid()]);

function byActivity({ sort, cursor }: ListTicketsQuery, filter: SQL | undefined): TicketOrder {
  const { direction, isDescending } = directionOf(sort);
  const key = decodeSortedCursor(cursor, sort, activityKeySchema);
  const beyond = sql.raw(isDescending ? "<" : ">");
  const behindCursor =
    key &&
    sql`(${tickets.lastActivityAt}, ${tickets.id}) ${beyond} (${key[0]}::timestamptz, ${key[1]}::uuid)`;
  return {
    orderBy: [direction(tickets.lastActivityAt), direction(tickets.id)],
    where: and(filter, behindCursor ?? undefined),
    cursorOf: ({ lastActivityAt, id }) => sortedCursor(sort, [lastActivityAt.toISOString(), id]),
  };
}

const creationKeySchema = z.tuple([z.uuid()]);

/** Ids are given out in time, as the numbers are. */
async function byCreation(query: ListTicketsQuery, filter: SQL | undefined): Promise<TicketOrder> {
  const { direction, isDescending } = directionOf(query.sort);
  const key = decodeSortedCursor(query.cursor, query.sort, creationKeySchema);
  const behindCursor = key ? (isDescending ? lt : gt)(tickets.id, key[0]) : undefined;
  const orderBy = [direction(tickets.id)];
  const where = and(filter, behindCursor);
  // Fenced off: with the limit in sight, the planner would walk through all tickets wherever the matches are.
  const sorted = sql`${tickets.id} in (
    with matching as materialized (select ${tickets.id} from ${tickets} where ${where})
    select id from matching order by id ${sql.raw(isDescending ? "desc" : "asc")} limit ${query.limit + 1})`;
  return {
    orderBy,
    where: (await isSortedQuickly(query, filter)) ? sorted : where,
    cursorOf: ({ id }) => sortedCursor(query.sort, [id]),
  };
}

function directionOf(sort: TicketSort) {
  const isDescending = sort.startsWith("-");
  return { isDescending, direction: isDescending ? desc : asc };
}

/** Whether collecting and sorting what matches is sure to be quick, and the walk in order is not. */
async function isSortedQuickly(query: ListTicketsQuery, filter: SQL | undefined): Promise<boolean> {
  const { limit: _, cursor: __, sort: ___, q, tag, diagnostics, customerId, ...indexed } = query;
  // What is unsolved has an index in this order; and words and tags were looked for already: few are known by id, many are everywhere.
  if (indexed.status && isUnsolved(indexed.status)) return false;
  if (customerId === undefined && Object.values(indexed).every((value) => value === undefined)) return false;
  const isReadByRow = [q, tag, diagnostics, customerId].some((value) => value !== undefined);
  const most = isReadByRow ? SORTABLE_ROWS : SORTABLE_IN_INDEX;
  const found = await database().execute<{ count: number }>(sql`
    select count(*)::int as count from (
      select 1 from ${tickets} where ${filter} order by ${tickets.lastActivityAt} desc limit ${most + 1}) as found`);
  return (found[0]?.count ?? 0) <= most;
}
