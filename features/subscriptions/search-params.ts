import { createLoader, parseAsArrayOf, parseAsString, parseAsStringLiteral } from "nuqs/server";
import { parseAsCursor } from "@/components/search-params";
import { SUBSCRIPTION_STATUSES } from "@/db/enums";
import { parseAsEventType } from "@/features/event-types/search-params";
import { SUBSCRIPTION_TABS } from "@/features/subscriptions/links";
import type { ListSubscriptionsQuery } from "@/features/subscriptions/schema";
import { PAGE_LIMIT } from "@/lib/pagination";

/** The list's state in the URL; what cannot be read counts as absent. */
export const subscriptionFilterParsers = {
  status: parseAsArrayOf(parseAsStringLiteral(SUBSCRIPTION_STATUSES)).withDefault([]),
  event: parseAsArrayOf(parseAsEventType).withDefault([]),
  q: parseAsString.withDefault(""),
  cursor: parseAsCursor,
};

/** The open tab of a subscription's page. */
export const loadSubscriptionTab = createLoader({
  tab: parseAsStringLiteral(SUBSCRIPTION_TABS).withDefault("overview"),
});

export const loadSubscriptionFilters = createLoader(subscriptionFilterParsers);

export type SubscriptionFilters = Awaited<ReturnType<typeof loadSubscriptionFilters>>;

export function toListQuery(filters: SubscriptionFilters): ListSubscriptionsQuery {
  const q = filters.q.trim().slice(0, 120);
  return {
    limit: PAGE_LIMIT,
    ...(filters.status.length > 0 ? { status: filters.status } : {}),
    ...(filters.event.length > 0 ? { eventType: filters.event } : {}),
    ...(q ? { q } : {}),
    ...(filters.cursor ? { cursor: filters.cursor } : {}),
  };
}
