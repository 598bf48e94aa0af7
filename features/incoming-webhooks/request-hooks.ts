import { type QueryClient, useMutation, useQueryClient } from "@tanstack/react-query";
import type * as z from "zod";
import {
  discardIncomingRequestEndpoint,
  discardIncomingRequestsEndpoint,
  replayIncomingRequestEndpoint,
  reprocessRequestEndpoint,
  reprocessRequestsEndpoint,
} from "@/features/incoming-webhooks/contract";
import { incomingWebhookKeys, useRefreshIncomingWebhooks } from "@/features/incoming-webhooks/hooks";
import type {
  IncomingRequestDetail,
  reprocessRequestsQuerySchema,
} from "@/features/incoming-webhooks/request-schema";
import { callEndpoint } from "@/lib/api-client";

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
  queryClient.setQueryData(incomingWebhookKeys.request(request.webhookId, request.id), request);
  return queryClient.invalidateQueries({ queryKey: incomingWebhookKeys.all });
}
