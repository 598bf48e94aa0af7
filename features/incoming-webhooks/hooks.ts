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
  createIncomingWebhookEndpoint,
  debugSignatureEndpoint,
  deleteIncomingWebhookEndpoint,
  endIncomingOverlapEndpoint,
  extendIncomingOverlapEndpoint,
  getIncomingRequestEndpoint,
  getIncomingStatsEndpoint,
  getIncomingWebhookEndpoint,
  listIncomingRequestsEndpoint,
  listIncomingStatsEndpoint,
  listIncomingWebhooksEndpoint,
  previewMappingEndpoint,
  rotateIncomingSecretEndpoint,
  testIncomingWebhookEndpoint,
  updateIncomingWebhookEndpoint,
} from "@/features/incoming-webhooks/contract";
import type {
  debugSignatureSchema,
  ListIncomingRequestsQuery,
  listIncomingRequestsQuerySchema,
} from "@/features/incoming-webhooks/request-schema";
import type {
  createIncomingWebhookSchema,
  IncomingWebhook,
  ListIncomingWebhooksQuery,
  previewMappingSchema,
  updateIncomingWebhookSchema,
} from "@/features/incoming-webhooks/schema";
import { callEndpoint } from "@/lib/api-client";
import { PAGE_LIMIT } from "@/lib/pagination";
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

export const incomingWebhookKeys = {
  all: ["incoming-webhooks"] as const,
  lists: () => [...incomingWebhookKeys.all, "list"] as const,
  list: (query: ListIncomingWebhooksQuery) => [...incomingWebhookKeys.lists(), query] as const,
  detail: (id: string) => [...incomingWebhookKeys.all, "detail", id] as const,
  stats: (id: string) => [...incomingWebhookKeys.all, "stats", id] as const,
  listedStats: (ids: string[]) => [...incomingWebhookKeys.all, "listed-stats", ids] as const,
  requests: (id: string) => [...incomingWebhookKeys.all, "requests", id] as const,
  requestList: (id: string, query: RequestsQuery) =>
    [...incomingWebhookKeys.requests(id), "list", query] as const,
  log: (id: string, filters: RequestFilters) =>
    [...incomingWebhookKeys.requests(id), "log", filters] as const,
  request: (id: string, requestId: string) =>
    [...incomingWebhookKeys.requests(id), "detail", requestId] as const,
  preview: (body: z.input<typeof previewMappingSchema>) =>
    [...incomingWebhookKeys.all, "preview", body] as const,
};

export function incomingWebhooksQuery(query: ListIncomingWebhooksQuery) {
  return queryOptions({
    queryKey: incomingWebhookKeys.list(query),
    queryFn: ({ signal }) => callEndpoint(listIncomingWebhooksEndpoint, { query, signal }),
    placeholderData: keepPreviousData,
    refetchInterval: REFRESH_MS,
  });
}

export function incomingWebhookQuery(id: string) {
  return queryOptions({
    queryKey: incomingWebhookKeys.detail(id),
    queryFn: ({ signal }) => callEndpoint(getIncomingWebhookEndpoint, { params: { id }, signal }),
    refetchInterval: REFRESH_MS,
  });
}

export function incomingStatsQuery(id: string) {
  return queryOptions({
    queryKey: incomingWebhookKeys.stats(id),
    queryFn: ({ signal }) => callEndpoint(getIncomingStatsEndpoint, { params: { id }, signal }),
    refetchInterval: REFRESH_MS,
  });
}

/** The charts of a page of the list, in one call. */
export function listedIncomingStatsQuery(ids: string[]) {
  return queryOptions({
    queryKey: incomingWebhookKeys.listedStats(ids),
    queryFn: ({ signal }) => callEndpoint(listIncomingStatsEndpoint, { query: { ids }, signal }),
    select: ({ data }) => new Map(data.map((stats) => [stats.webhookId, stats])),
    enabled: ids.length > 0,
    placeholderData: keepPreviousData,
    refetchInterval: REFRESH_MS,
  });
}

export function incomingRequestsQuery(id: string, query: RequestsQuery) {
  return queryOptions({
    queryKey: incomingWebhookKeys.requestList(id, query),
    queryFn: ({ signal }) => callEndpoint(listIncomingRequestsEndpoint, { params: { id }, query, signal }),
    placeholderData: keepPreviousData,
  });
}

/** The log of a webhook, as it fills. */
export function incomingLogQuery(id: string, filters: RequestFilters) {
  return queryOptions({
    queryKey: incomingWebhookKeys.log(id, filters),
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

/** The API's query for these filters. */
export function toRequestsQuery(
  { range, ...filters }: RequestFilters,
  now: number,
): ListIncomingRequestsQuery {
  return { ...filters, ...(range && rangeBounds(range, now)), limit: PAGE_LIMIT };
}

export function incomingRequestQuery(id: string, requestId: string) {
  return queryOptions({
    queryKey: incomingWebhookKeys.request(id, requestId),
    queryFn: ({ signal }) => callEndpoint(getIncomingRequestEndpoint, { params: { id, requestId }, signal }),
  });
}

/** What a mapping makes of a payload; the last answer stays while the next is on its way. */
export function mappingPreviewQuery(body: z.input<typeof previewMappingSchema>) {
  return queryOptions({
    queryKey: incomingWebhookKeys.preview(body),
    queryFn: ({ signal }) => callEndpoint(previewMappingEndpoint, { body, signal }),
    placeholderData: keepPreviousData,
    gcTime: 0,
  });
}

/** The answer holds the secret: it is not kept, and the caller refreshes the list once the secret has been shown. */
export function useCreateIncomingWebhook() {
  return useMutation({
    mutationFn: (body: z.input<typeof createIncomingWebhookSchema>) =>
      callEndpoint(createIncomingWebhookEndpoint, { body }),
    gcTime: 0,
  });
}

export function useUpdateIncomingWebhook(id: string) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (body: z.input<typeof updateIncomingWebhookSchema>) =>
      callEndpoint(updateIncomingWebhookEndpoint, { params: { id }, body }),
    onSuccess: (webhook) => showWebhook(queryClient, webhook),
  });
}

/** Leaves the deleted one's own queries alone: refetching them would only find nothing. */
export function useDeleteIncomingWebhook() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => callEndpoint(deleteIncomingWebhookEndpoint, { params: { id } }),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: incomingWebhookKeys.lists() }),
  });
}

export const INCOMING_ROTATION = {
  rotate: rotateIncomingSecretEndpoint,
  end: endIncomingOverlapEndpoint,
  extend: extendIncomingOverlapEndpoint,
  keys: incomingWebhookKeys,
};

/** Shows what a sender would be answered; the request is in the log afterwards. */
export function useTestIncomingWebhook(id: string) {
  const refresh = useRefreshIncomingWebhooks();
  return useMutation({
    mutationFn: () => callEndpoint(testIncomingWebhookEndpoint, { params: { id } }),
    onSuccess: refresh,
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

export function useRefreshIncomingWebhooks() {
  const queryClient = useQueryClient();
  return () => queryClient.invalidateQueries({ queryKey: incomingWebhookKeys.all });
}

/** At once where it is shown, then what the answer does not hold. */
function showWebhook(queryClient: QueryClient, webhook: IncomingWebhook): Promise<void> {
  queryClient.setQueryData(incomingWebhookKeys.detail(webhook.id), webhook);
  return queryClient.invalidateQueries({ queryKey: incomingWebhookKeys.all });
}
