import { decodeIdCursor } from "@/lib/keyset";

/** Of an address that somebody changed by hand, nothing: the list then starts at its beginning. */
export function readCursor({ cursor }: Record<string, string | string[] | undefined>): string | undefined {
  if (typeof cursor !== "string") return undefined;
  try {
    return decodeIdCursor(cursor) === null ? undefined : cursor;
  } catch {
    return undefined;
  }
}
