import type { QueryClient } from "@tanstack/react-query";
import type { SearchParams } from "nuqs/server";
import { incomingLogQuery, incomingRequestQuery, toRequestsQuery } from "@/features/incoming-requests/hooks";
import { getIncomingRequest, listIncomingRequests } from "@/features/incoming-requests/queries";
import { loadIncomingSearch, toRequestFilters } from "@/features/incoming-requests/search-params";
import { incomingStatsQuery } from "@/features/incoming-webhooks/hooks";
import { getIncomingStats } from "@/features/incoming-webhooks/queries";
import type { IncomingTab } from "@/features/incoming-webhooks/search-params";
import type { Context } from "@/lib/context";

interface TabRequest {
  ctx: Context;
  id: string;
  queryClient: QueryClient;
  searchParams: Promise<SearchParams>;
}

/** Loads what the open tab shows besides the webhook; what fails here is asked for again by the browser. */
export async function prefetchTab(tab: IncomingTab, request: TabRequest): Promise<void> {
  const { ctx, id, queryClient, searchParams } = request;
  const search = await loadIncomingSearch(searchParams);
  const openId = tab === "setup" ? search.debug : search.request;
  const opened =
    openId !== null &&
    queryClient.prefetchQuery({
      ...incomingRequestQuery(id, openId),
      queryFn: () => getIncomingRequest(ctx, id, openId),
    });
  if (tab === "setup") await opened;
  if (tab !== "requests") return;
  const filters = toRequestFilters(search);
  await Promise.all([
    opened,
    queryClient.prefetchQuery({ ...incomingStatsQuery(id), queryFn: () => getIncomingStats(ctx, id) }),
    queryClient.prefetchQuery({
      ...incomingLogQuery(id, filters),
      queryFn: () => listIncomingRequests(ctx, id, toRequestsQuery(filters, Date.now())),
    }),
  ]);
}
