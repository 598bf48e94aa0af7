import {
  keepPreviousData,
  type QueryClient,
  queryOptions,
  useMutation,
  useQueryClient,
} from "@tanstack/react-query";
import type * as z from "zod";
import { type RangeValue, rangeBounds } from "@/components/range";
import {
  debugSignatureEndpoint,
  discardIncomingRequestEndpoint,
  getIncomingRequestEndpoint,
  listIncomingRequestsEndpoint,
  replayIncomingRequestEndpoint,
  reprocessRequestEndpoint,
  reprocessRequestsEndpoint,
} from "@/features/incoming-requests/contract";
import type {
  debugSignatureSchema,
  IncomingRequestDetail,
  ListIncomingRequestsQuery,
  listIncomingRequestsQuerySchema,
  reprocessRequestsQuerySchema,
} from "@/features/incoming-requests/schema";
import { incomingWebhookKeys, useRefreshIncomingWebhooks } from "@/features/incoming-webhooks/hooks";
import { callEndpoint, endpointUrl } from "@/lib/api-client";
import { PAGE_LIMIT } from "@/lib/page-limit";
import { SECOND_MS } from "@/lib/time";

type RequestsQuery = z.input<typeof listIncomingRequestsQuerySchema>;

/** What the log shows. A preset range moves with the clock, so it becomes dates only when the question is asked; null is any time. */
export interface RequestFilters
  extends Pick<ListIncomingRequestsQuery, "result" | "reason" | "q" | "cursor" | "needsAttention"> {
  range: RangeValue | null;
}

/** New requests can arrive on the first page at any time; older pages hardly change. */
const LOG_REFRESH_MS = 3 * SECOND_MS;
const REFRESH_MS = 30 * SECOND_MS;

/** Below those of the webhooks, so that what changes a webhook refreshes its log. */
export const incomingRequestKeys = {
  all: (id: string) => [...incomingWebhookKeys.all, "requests", id] as const,
  list: (id: string, query: RequestsQuery) => [...incomingRequestKeys.all(id), "list", query] as const,
  log: (id: string, filters: RequestFilters) => [...incomingRequestKeys.all(id), "log", filters] as const,
  detail: (id: string, requestId: string) => [...incomingRequestKeys.all(id), "detail", requestId] as const,
};

export function incomingRequestsQuery(id: string, query: RequestsQuery) {
  return queryOptions({
    queryKey: incomingRequestKeys.list(id, query),
    queryFn: ({ signal }) => callEndpoint(listIncomingRequestsEndpoint, { params: { id }, query, signal }),
    placeholderData: keepPreviousData,
  });
}

/** The log of a webhook, as it fills. */
export function incomingLogQuery(id: string, filters: RequestFilters) {
  return queryOptions({
    queryKey: incomingRequestKeys.log(id, filters),
    queryFn: ({ signal }) => {
      const { needsAttention, ...query } = toRequestsQuery(filters, Date.now());
      return callEndpoint(listIncomingRequestsEndpoint, {
        params: { id },
        query: { ...query, ...(needsAttention && { needsAttention: "true" }) },
        signal,
      });
    },
    placeholderData: keepPreviousData,
    refetchInterval: filters.cursor === undefined ? LOG_REFRESH_MS : REFRESH_MS,
  });
}

/** Where the server tells of them as they come, whatever the range. */
export function liveRequestsUrl(
  id: string,
  { range: _, cursor: __, needsAttention, ...filters }: RequestFilters,
): string {
  const query = { ...filters, ...(needsAttention && { needsAttention }) };
  return endpointUrl("/api/live/incoming-webhooks/{id}/requests", { id }, query);
}

/** The API's query for these filters. */
export function toRequestsQuery(
  { range, ...filters }: RequestFilters,
  now: number,
): ListIncomingRequestsQuery {
  return { ...filters, ...(range && rangeBounds(range, now)), limit: PAGE_LIMIT };
}

export function incomingRequestQuery(id: string, requestId: string) {
  return queryOptions({
    queryKey: incomingRequestKeys.detail(id, requestId),
    queryFn: ({ signal }) => callEndpoint(getIncomingRequestEndpoint, { params: { id, requestId }, signal }),
  });
}

/** Pasted requests stay out of the cache. */
export function useDebugSignature(id: string) {
  return useMutation({
    mutationFn: (body: z.input<typeof debugSignatureSchema>) =>
      callEndpoint(debugSignatureEndpoint, { params: { id }, body }),
    gcTime: 0,
  });
}

export function useReprocessRequest(id: string) {
  const refresh = useRefreshIncomingWebhooks();
  return useMutation({
    mutationFn: (requestId: string) => callEndpoint(reprocessRequestEndpoint, { params: { id, requestId } }),
    onSuccess: refresh,
  });
}

export function useReprocessRequests(id: string) {
  const refresh = useRefreshIncomingWebhooks();
  return useMutation({
    mutationFn: (query: z.input<typeof reprocessRequestsQuerySchema>) =>
      callEndpoint(reprocessRequestsEndpoint, { params: { id }, query }),
    onSuccess: refresh,
  });
}

export function useDiscardRequest(id: string) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (requestId: string) =>
      callEndpoint(discardIncomingRequestEndpoint, { params: { id, requestId } }),
    onSuccess: (request) => showRequest(queryClient, request),
  });
}

/** The answer is the new row of the log. */
export function useReplayRequest(id: string) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (requestId: string) =>
      callEndpoint(replayIncomingRequestEndpoint, { params: { id, requestId } }),
    onSuccess: (request) => showRequest(queryClient, request),
  });
}

function showRequest(queryClient: QueryClient, request: IncomingRequestDetail): Promise<void> {
  queryClient.setQueryData(incomingRequestKeys.detail(request.webhookId, request.id), request);
  return queryClient.invalidateQueries({ queryKey: incomingWebhookKeys.all });
}
