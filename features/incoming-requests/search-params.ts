import { createLoader, type inferParserType } from "nuqs/server";
import { listSearch } from "@/components/list-search";
import { LIVE_PARAM, parseAsUuid, RANGE_PARAMS, rangeOf } from "@/components/search-params";
import type { RequestFilters } from "@/features/incoming-requests/hooks";
import { listIncomingRequestsQuery } from "@/features/incoming-requests/list-query";
import { tabSearchParams } from "@/features/incoming-webhooks/search-params";

const list = listSearch(listIncomingRequestsQuery, {
  result: "result",
  reason: "reason",
  attention: "needsAttention",
  q: "q",
});

export const requestSearchParams = { ...list.params, ...RANGE_PARAMS, ...LIVE_PARAM };

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

export function toRequestFilters(search: inferParserType<typeof requestSearchParams>): RequestFilters {
  return { ...list.toQuery(search), range: rangeOf(search, "30d") };
}
