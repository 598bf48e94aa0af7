import {
  keepPreviousData,
  type QueryClient,
  queryOptions,
  useMutation,
  useQueryClient,
} from "@tanstack/react-query";
import type * as z from "zod";
import { deliveryKeys } from "@/features/deliveries/hooks";
import { awaitsHandshake, isDisabled, isPaused } from "@/features/subscription-states/states";
import {
  checkSubscriptionEndpoint,
  createSubscriptionEndpoint,
  deleteSubscriptionEndpoint,
  discardHeldEventsEndpoint,
  endSubscriptionOverlapEndpoint,
  extendSubscriptionOverlapEndpoint,
  getSubscriptionEndpoint,
  getSubscriptionStatsEndpoint,
  listSubscriptionStatsEndpoint,
  listSubscriptionsEndpoint,
  pauseSubscriptionEndpoint,
  previewSubscriptionEndpoint,
  resumeSubscriptionEndpoint,
  rotateSubscriptionSecretEndpoint,
  testSubscriptionEndpoint,
  updateSubscriptionEndpoint,
  verifySubscriptionEndpoint,
} from "@/features/subscriptions/contract";
import type { SubscriptionDraft } from "@/features/subscriptions/form-values";
import type { PauseSubscription, ResumeSubscription } from "@/features/subscriptions/held-schema";
import type { CheckSubscription } from "@/features/subscriptions/preview-schema";
import type {
  createSubscriptionSchema,
  ListSubscriptionsQuery,
  Subscription,
  TestSubscription,
  updateSubscriptionSchema,
} from "@/features/subscriptions/schema";
import { callEndpoint } from "@/lib/api-client";
import { SECOND_MS } from "@/lib/time";

const STATS_REFRESH_MS = 30 * SECOND_MS;
const MOVING_REFRESH_MS = 2 * SECOND_MS;

export const NO_WRITE_REASON =
  "Your role can read subscriptions only. An admin can grant subscriptions:write.";

export const subscriptionKeys = {
  all: ["subscriptions"] as const,
  list: (query: ListSubscriptionsQuery) => [...subscriptionKeys.all, "list", query] as const,
  detail: (id: string) => [...subscriptionKeys.all, "detail", id] as const,
  preview: (draft: SubscriptionDraft) => [...subscriptionKeys.all, "preview", draft] as const,
  stats: (id: string) => [...subscriptionKeys.all, "stats", id] as const,
  listedStats: (ids: string[]) => [...subscriptionKeys.all, "listed-stats", ids] as const,
};

export function subscriptionsQuery(query: ListSubscriptionsQuery) {
  return queryOptions({
    queryKey: subscriptionKeys.list(query),
    queryFn: ({ signal }) => callEndpoint(listSubscriptionsEndpoint, { query, signal }),
    placeholderData: keepPreviousData,
    refetchInterval: STATS_REFRESH_MS,
  });
}

export function subscriptionQuery(id: string) {
  return queryOptions({
    queryKey: subscriptionKeys.detail(id),
    queryFn: ({ signal }) => callEndpoint(getSubscriptionEndpoint, { params: { id }, signal }),
    refetchInterval: ({ state }) => (isMoving(state.data) ? MOVING_REFRESH_MS : STATS_REFRESH_MS),
  });
}

/** Something may come of its verification at any moment, or one more event waits. */
function isMoving(subscription: Subscription | undefined): boolean {
  if (!subscription) return false;
  const { status, heldEvents } = subscription;
  return isBeingVerified(subscription) || isPaused(status) || isDisabled(status) || heldEvents > 0;
}

function isBeingVerified(subscription: Subscription): boolean {
  if (!awaitsHandshake(subscription)) return false;
  const { lastVerification: last } = subscription;
  return last?.outcome !== "failed" || last.nextTryAt !== null;
}

export function subscriptionStatsQuery(id: string) {
  return queryOptions({
    queryKey: subscriptionKeys.stats(id),
    queryFn: ({ signal }) => callEndpoint(getSubscriptionStatsEndpoint, { params: { id }, signal }),
    refetchInterval: STATS_REFRESH_MS,
  });
}

/** The charts of a page of the list, in one call. */
export function listedSubscriptionStatsQuery(ids: string[]) {
  return queryOptions({
    queryKey: subscriptionKeys.listedStats(ids),
    queryFn: ({ signal }) => callEndpoint(listSubscriptionStatsEndpoint, { query: { ids }, signal }),
    select: ({ data }) => new Map(data.map((stats) => [stats.subscriptionId, stats])),
    enabled: ids.length > 0,
    placeholderData: keepPreviousData,
    refetchInterval: STATS_REFRESH_MS,
  });
}

/** How many recent events a draft would match. */
export function previewQuery(draft: SubscriptionDraft) {
  return queryOptions({
    queryKey: subscriptionKeys.preview(draft),
    queryFn: ({ signal }) => callEndpoint(previewSubscriptionEndpoint, { body: draft, signal }),
    placeholderData: keepPreviousData,
  });
}

export function useCheckSubscription() {
  return useMutation({
    mutationFn: (body: CheckSubscription) => callEndpoint(checkSubscriptionEndpoint, { body }),
  });
}

/** The answer holds the secret: it is not kept, and the caller refreshes the list once the secret has been shown. */
export function useCreateSubscription() {
  return useMutation({
    mutationFn: (body: z.input<typeof createSubscriptionSchema>) =>
      callEndpoint(createSubscriptionEndpoint, { body }),
    gcTime: 0,
  });
}

export const SUBSCRIPTION_ROTATION = {
  rotate: rotateSubscriptionSecretEndpoint,
  end: endSubscriptionOverlapEndpoint,
  extend: extendSubscriptionOverlapEndpoint,
  keys: subscriptionKeys,
};

export function useUpdateSubscription(id: string) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (body: z.input<typeof updateSubscriptionSchema>) =>
      callEndpoint(updateSubscriptionEndpoint, { params: { id }, body }),
    onSuccess: (subscription) => showSubscription(queryClient, subscription),
  });
}

type Pause = { id: string } & NonNullable<PauseSubscription>;
type Resume = { id: string } & NonNullable<ResumeSubscription>;

export function usePauseSubscription() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: ({ id, ...body }: Pause) => callEndpoint(pauseSubscriptionEndpoint, { params: { id }, body }),
    onSuccess: (subscription) => showSubscription(queryClient, subscription),
  });
}

export function useResumeSubscription() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: ({ id, ...body }: Resume) =>
      callEndpoint(resumeSubscriptionEndpoint, { params: { id }, body }),
    onSuccess: (subscription) => showSubscription(queryClient, subscription),
  });
}

/** All that waited up to one delivery, batch by batch; resolves to how many there were. Null stands for none. */
export function useDiscardHeldEvents(id: string) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: async (upToId: string | null) => {
      let discarded = 0;
      let hasMore = upToId !== null;
      while (upToId !== null && hasMore) {
        const page = await callEndpoint(discardHeldEventsEndpoint, { params: { id }, body: { upToId } });
        discarded += page.discarded;
        ({ hasMore } = page);
      }
      return discarded;
    },
    // A batch that failed leaves those before it discarded.
    onSettled: () =>
      Promise.all([
        queryClient.invalidateQueries({ queryKey: subscriptionKeys.all }),
        queryClient.invalidateQueries({ queryKey: deliveryKeys.all }),
      ]),
  });
}

export function useVerifySubscription(id: string) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: () => callEndpoint(verifySubscriptionEndpoint, { params: { id } }),
    onSuccess: (subscription) => showSubscription(queryClient, subscription),
  });
}

/** Leaves the deleted one's own queries alone: refetching them would only find nothing. */
export function useDeleteSubscription() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => callEndpoint(deleteSubscriptionEndpoint, { params: { id } }),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: [...subscriptionKeys.all, "list"] }),
  });
}

export function useSendTestEvent(id: string) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (body: TestSubscription) => callEndpoint(testSubscriptionEndpoint, { params: { id }, body }),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: deliveryKeys.lists() }),
  });
}

/** At once where it is shown, then what the answer does not hold. */
function showSubscription(queryClient: QueryClient, subscription: Subscription): Promise<void> {
  queryClient.setQueryData(subscriptionKeys.detail(subscription.id), subscription);
  return queryClient.invalidateQueries({ queryKey: subscriptionKeys.all });
}
