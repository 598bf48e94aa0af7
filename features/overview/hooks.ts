import { keepPreviousData, queryOptions, useMutation } from "@tanstack/react-query";
import { listDeliveriesEndpoint } from "@/features/deliveries/contract";
import { FAILED } from "@/features/deliveries/states";
import { anyEchoReceiver } from "@/features/echo/hooks";
import { getOverviewEndpoint, listAttentionEndpoint } from "@/features/overview/contract";
import type { OverviewRange } from "@/features/overview/ranges";
import { createSubscriptionEndpoint, testSubscriptionEndpoint } from "@/features/subscriptions/contract";
import { listTicketsEndpoint } from "@/features/tickets/contract";
import { callEndpoint } from "@/lib/api-client";
import { SECOND_MS } from "@/lib/time";

const RECENT_LIMIT = 5;
const POLL_MS = 15 * SECOND_MS;
/** While someone sets things up and watches the steps being ticked. */
const SETUP_POLL_MS = 2 * SECOND_MS;

export function overviewQuery(range: OverviewRange) {
  return queryOptions({
    queryKey: ["overview", range],
    queryFn: ({ signal }) => callEndpoint(getOverviewEndpoint, { query: { range }, signal }),
    placeholderData: keepPreviousData,
    refetchInterval: ({ state }) => (state.data?.steps ? SETUP_POLL_MS : POLL_MS),
  });
}

export const attentionQuery = queryOptions({
  queryKey: ["overview", "attention"],
  queryFn: ({ signal }) => callEndpoint(listAttentionEndpoint, { signal }),
  refetchInterval: POLL_MS,
});

export const recentTicketsQuery = queryOptions({
  queryKey: ["overview", "tickets"],
  queryFn: ({ signal }) => callEndpoint(listTicketsEndpoint, { query: { limit: RECENT_LIMIT }, signal }),
  refetchInterval: POLL_MS,
});

export const recentFailuresQuery = queryOptions({
  queryKey: ["overview", "failures"],
  queryFn: ({ signal }) =>
    callEndpoint(listDeliveriesEndpoint, { query: { status: FAILED, limit: RECENT_LIMIT }, signal }),
  refetchInterval: POLL_MS,
});

/** Has an event sent to an echo receiver; what that takes is made, or used where it is there already. Resolves to the receiver. */
export function useSendFirstEvent() {
  return useMutation({
    mutationFn: async () => {
      const receiver = await anyEchoReceiver();
      const sender =
        receiver.subscriptions[0] ??
        (await callEndpoint(createSubscriptionEndpoint, {
          body: { name: "Echo receiver", targetUrl: receiver.url, eventTypes: ["ticket.*"] },
        }));
      await callEndpoint(testSubscriptionEndpoint, {
        params: { id: sender.id },
        body: { eventType: "ticket.created" },
      });
      return receiver.id;
    },
  });
}
