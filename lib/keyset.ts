import "server-only";
import * as z from "zod";
import { InvalidError } from "@/lib/errors";
import type { Page } from "@/lib/pagination";
import { instantSchema, numericIdSchema } from "@/lib/wire-types";

/** Turns `limit + 1` rows into a page; the cursor is made from the last row that is kept. */
export function toPage<Row, Item>(
  rows: Row[],
  options: { limit: number; toItem: (row: Row) => Item; cursorOf: (row: Row) => string },
): Page<Item> {
  const kept = rows.slice(0, options.limit);
  const last = kept.at(-1);
  return {
    data: kept.map(options.toItem),
    nextCursor:
      rows.length > options.limit && last !== undefined ? encodeCursor(options.cursorOf(last)) : null,
  };
}

function encodeCursor(key: string): string {
  return Buffer.from(key, "utf8").toString("base64url");
}

/** The id behind a cursor of a list ordered by UUIDv7; throws the caller's error for anything else. */
export function decodeIdCursor(cursor: string | undefined): string | null {
  if (cursor === undefined) return null;
  const id = Buffer.from(cursor, "base64url").toString("utf8");
  const parsed = z.uuid().safeParse(id);
  if (parsed.success) return parsed.data;
  throw new InvalidCursorError();
}

/** The same for a list ordered by an integer id. */
export function decodeNumericCursor(cursor: string | undefined): number | null {
  if (cursor === undefined) return null;
  const parsed = numericIdSchema.safeParse(Number(Buffer.from(cursor, "base64url").toString("utf8")));
  if (parsed.success) return parsed.data;
  throw new InvalidCursorError();
}

/** The cursor of a list ordered by a moment and then the id. */
export function momentCursor(moment: Date, id: string): string {
  return `${moment.toISOString()}|${id}`;
}

/** The moment and id behind a cursor made by `momentCursor`; throws the caller's error for anything else. */
export function decodeMomentCursor(cursor: string | undefined): { moment: string; id: string } | null {
  if (cursor === undefined) return null;
  const [moment, id, ...rest] = Buffer.from(cursor, "base64url").toString("utf8").split("|");
  const parsed = momentCursorSchema.safeParse({ moment, id });
  if (parsed.success && rest.length === 0) return parsed.data;
  throw new InvalidCursorError();
}

/** A cursor of a list that can be sorted: the sort, and the values that it goes by. */
export function sortedCursor(sort: string, key: string[]): string {
  return [sort, ...key].join("|");
}

/** The key behind a cursor made by `sortedCursor` for the same sort; throws the caller's error for anything else. */
export function decodeSortedCursor<Key>(
  cursor: string | undefined,
  sort: string,
  keySchema: z.ZodType<Key>,
): Key | null {
  if (cursor === undefined) return null;
  const [cursorSort = "", ...key] = Buffer.from(cursor, "base64url").toString("utf8").split("|");
  const parsed = keySchema.safeParse(key);
  if (cursorSort === sort && parsed.success) return parsed.data;
  const isOther = cursorSort !== sort && /^-?[a-z]{1,20}$/.test(cursorSort);
  throw isOther ? new OtherSortError(cursorSort) : new InvalidCursorError();
}

/** The cursor of a list that is ordered by several values, as texts without a bar. */
export function keyCursor(...key: string[]): string {
  return key.join("|");
}

/** The values behind a cursor made by `keyCursor`; throws the caller's error for anything else. */
export function decodeKeyCursor<Key>(cursor: string | undefined, keySchema: z.ZodType<Key>): Key | null {
  if (cursor === undefined) return null;
  const parsed = keySchema.safeParse(Buffer.from(cursor, "base64url").toString("utf8").split("|"));
  if (parsed.success) return parsed.data;
  throw new InvalidCursorError();
}

const momentCursorSchema = z.object({ moment: instantSchema, id: z.uuid() });

class OtherSortError extends InvalidError {
  constructor(sort: string) {
    super("The cursor belongs to the list in another order.", [
      { path: "cursor", message: `Send sort=${sort} with it, or leave it out to start this order.` },
    ]);
  }
}

class InvalidCursorError extends InvalidError {
  constructor() {
    super("The cursor is not one that this list gave out.", [
      {
        path: "cursor",
        message: "Use nextCursor of the previous answer, or leave it out to start at the newest.",
      },
    ]);
  }
}
