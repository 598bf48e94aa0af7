import "server-only";
import { gt, lt, type SQL, sql } from "drizzle-orm";
import type { PgColumn } from "drizzle-orm/pg-core";
import * as z from "zod";
import { tickets } from "@/db/schema";
import type { ListTicketsQuery } from "@/features/tickets/schema";
import { decodeSortedCursor, sortedCursor } from "@/lib/keyset";
import { instantSchema, numericIdSchema } from "@/lib/wire-types";

export interface TicketOrder {
  keys: PgColumn[];
  isDescending: boolean;
  /** Undefined for the first page. */
  behindCursor: SQL | undefined;
  cursorOf(row: { id: string; number: number; lastActivityAt: Date }): string;
}

export function ticketOrder({ sort, cursor }: Pick<ListTicketsQuery, "sort" | "cursor">): TicketOrder {
  return isByCreation(sort) ? byCreation(sort, cursor) : byActivity(sort, cursor);
}

export function isByCreation(sort: ListTicketsQuery["sort"]): boolean {
  return sort === "created" || sort === "-created";
}

const activityKeySchema = z.tuple([instantSchema, z.uuid()]);

function byActivity(sort: ListTicketsQuery["sort"], cursor: string | undefined): TicketOrder {
  const isDescending = sort.startsWith("-");
  const key = decodeSortedCursor(cursor, sort, activityKeySchema);
  const beyond = sql.raw(isDescending ? "<" : ">");
  return {
    keys: [tickets.lastActivityAt, tickets.id],
    isDescending,
    behindCursor: key
      ? sql`(${tickets.lastActivityAt}, ${tickets.id}) ${beyond} (${key[0]}::timestamptz, ${key[1]}::uuid)`
      : undefined,
    cursorOf: ({ lastActivityAt, id }) => sortedCursor(sort, [lastActivityAt.toISOString(), id]),
  };
}

const creationKeySchema = z.tuple([z.string().transform(Number).pipe(numericIdSchema)]);

/**
 * By number, as they are given out one after the other. Ids are in the order of time too, but by them the planner may walk the primary key,
 * past all tickets of other organizations.
 */
function byCreation(sort: ListTicketsQuery["sort"], cursor: string | undefined): TicketOrder {
  const isDescending = sort.startsWith("-");
  const key = decodeSortedCursor(cursor, sort, creationKeySchema);
  const beyond = isDescending ? lt : gt;
  return {
    keys: [tickets.number],
    isDescending,
    behindCursor: key ? beyond(tickets.number, key[0]) : undefined,
    cursorOf: ({ number }) => sortedCursor(sort, [String(number)]),
  };
}
