import {
  keepPreviousData,
  type QueryClient,
  queryOptions,
  useMutation,
  useQueryClient,
} from "@tanstack/react-query";
import type * as z from "zod";
import {
  createIncomingWebhookEndpoint,
  deleteIncomingWebhookEndpoint,
  discardIncomingRequestsEndpoint,
  endIncomingOverlapEndpoint,
  extendIncomingOverlapEndpoint,
  getIncomingStatsEndpoint,
  getIncomingWebhookEndpoint,
  listIncomingStatsEndpoint,
  listIncomingWebhooksEndpoint,
  listRecentPayloadsEndpoint,
  previewMappingEndpoint,
  rotateIncomingSecretEndpoint,
  testIncomingWebhookEndpoint,
  updateIncomingWebhookEndpoint,
} from "@/features/incoming-webhooks/contract";
import type { previewMappingSchema } from "@/features/incoming-webhooks/preview-schema";
import type {
  createIncomingWebhookSchema,
  IncomingWebhook,
  ListIncomingWebhooksQuery,
  updateIncomingWebhookSchema,
} from "@/features/incoming-webhooks/schema";
import { callEndpoint } from "@/lib/api-client";
import { SECOND_MS } from "@/lib/time";

const REFRESH_MS = 30 * SECOND_MS;

export const NO_WRITE_REASON =
  "Your role can read incoming webhooks only. An admin can grant incoming_webhooks:write.";

export const incomingWebhookKeys = {
  all: ["incoming-webhooks"] as const,
  lists: () => [...incomingWebhookKeys.all, "list"] as const,
  list: (query: ListIncomingWebhooksQuery) => [...incomingWebhookKeys.lists(), query] as const,
  detail: (id: string) => [...incomingWebhookKeys.all, "detail", id] as const,
  recent: (id: string) => [...incomingWebhookKeys.all, "recent-payloads", id] as const,
  stats: (id: string) => [...incomingWebhookKeys.all, "stats", id] as const,
  listedStats: (ids: string[]) => [...incomingWebhookKeys.all, "listed-stats", ids] as const,
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

export function recentPayloadsQuery(id: string) {
  return queryOptions({
    queryKey: incomingWebhookKeys.recent(id),
    queryFn: ({ signal }) => callEndpoint(listRecentPayloadsEndpoint, { params: { id }, signal }),
    retry: false,
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

export function useRefreshIncomingWebhooks() {
  const queryClient = useQueryClient();
  return () => queryClient.invalidateQueries({ queryKey: incomingWebhookKeys.all });
}

/** All that waited up to one request, batch by batch; resolves to how many there were. Null stands for none. */
export function useDiscardHeldRequests(id: string) {
  const refresh = useRefreshIncomingWebhooks();
  return useMutation({
    mutationFn: async (upToId: string | null) => {
      let discarded = 0;
      let hasMore = upToId !== null;
      while (upToId !== null && hasMore) {
        const page = await callEndpoint(discardIncomingRequestsEndpoint, {
          params: { id },
          body: { upToId },
        });
        discarded += page.discarded;
        ({ hasMore } = page);
      }
      return discarded;
    },
    // A batch that failed leaves those before it discarded.
    onSettled: refresh,
  });
}

/** At once where it is shown, then what the answer does not hold. */
function showWebhook(queryClient: QueryClient, webhook: IncomingWebhook): Promise<void> {
  queryClient.setQueryData(incomingWebhookKeys.detail(webhook.id), webhook);
  return queryClient.invalidateQueries({ queryKey: incomingWebhookKeys.all });
}
