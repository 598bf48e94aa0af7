import {
  createLoader,
  type inferParserType,
  parseAsArrayOf,
  parseAsBoolean,
  parseAsString,
  parseAsStringLiteral,
} from "nuqs/server";
import { parseRange } from "@/components/range";
import { parseAsCursor, parseAsUuid } from "@/components/search-params";
import { REFUSAL_REASONS, REQUEST_RESULTS } from "@/db/enums";
import type { RequestFilters } from "@/features/incoming-requests/hooks";
import { tabSearchParams } from "@/features/incoming-webhooks/search-params";

/** The log's state in the URL. What it does not understand counts as not set. */
export const requestSearchParams = {
  result: parseAsArrayOf(parseAsStringLiteral(REQUEST_RESULTS)).withDefault([]),
  reason: parseAsArrayOf(parseAsStringLiteral(REFUSAL_REASONS)).withDefault([]),
  attention: parseAsBoolean.withDefault(false),
  q: parseAsString.withDefault(""),
  range: parseAsString,
  from: parseAsString,
  to: parseAsString,
  cursor: parseAsCursor,
};

/** The open drawer. */
export const openRequestSearchParams = { request: parseAsUuid };

/** The request that fills the debugger. */
export const debugSearchParams = { debug: parseAsUuid };

export const loadIncomingSearch = createLoader({
  ...tabSearchParams,
  ...requestSearchParams,
  ...openRequestSearchParams,
  ...debugSearchParams,
});

export type RequestSearch = inferParserType<typeof requestSearchParams>;

export function toRequestFilters(search: RequestSearch): RequestFilters {
  const isAnyTime = search.range === null && (search.from === null || search.to === null);
  return {
    range: isAnyTime ? null : parseRange(search, "30d"),
    result: search.result.length > 0 ? search.result : undefined,
    reason: search.reason.length > 0 ? search.reason : undefined,
    needsAttention: search.attention || undefined,
    q: search.q.trim().slice(0, 255) || undefined,
    cursor: search.cursor ?? undefined,
  };
}
