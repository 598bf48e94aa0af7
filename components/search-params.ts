import { createParser, parseAsString, parseAsStringLiteral } from "nuqs/server";
import { isUuid } from "@/lib/uuid";
import { parseRange, type RangePreset, type RangeValue } from "./range";

/** Text of a certain form; anything else counts as not set. */
export function parseAsMatching(pattern: RegExp) {
  return createParser({
    parse: (text: string) => (pattern.test(text) ? text : null),
    serialize: String,
  });
}

/** The cursor of a list that is paged by UUID, in base64url as the API gives it out. */
export const parseAsCursor = parseAsMatching(/^[\w-]{48}$/);

export const parseAsUuid = createParser({
  parse: (text: string) => (isUuid(text) ? text : null),
  serialize: String,
});

/** A preset, or two moments. */
export const RANGE_PARAMS = { range: parseAsString, from: parseAsString, to: parseAsString };

/** Whether a list is watched live. */
export const LIVE_PARAM = { live: parseAsStringLiteral(["1"]) };

/** The range that they say; null is any time. */
export function rangeOf(
  search: { range: string | null; from: string | null; to: string | null },
  fallback?: RangePreset,
): RangeValue | null {
  const isSet = search.range !== null || (search.from !== null && search.to !== null);
  return isSet ? parseRange(search, fallback) : null;
}
