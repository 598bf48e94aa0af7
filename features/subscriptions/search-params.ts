import { createLoader, parseAsStringLiteral } from "nuqs/server";
import { listSearch } from "@/components/list-search";
import { SUBSCRIPTION_TABS } from "@/features/subscriptions/links";
import { listSubscriptionsQuery } from "@/features/subscriptions/list-query";

/** The open tab of a subscription's page. */
export const loadSubscriptionTab = createLoader({
  tab: parseAsStringLiteral(SUBSCRIPTION_TABS).withDefault("overview"),
});

const list = listSearch(listSubscriptionsQuery, { status: "status", event: "eventType", q: "q" });

export const subscriptionSearchParams = list.params;
export const loadSubscriptionSearch = createLoader(subscriptionSearchParams);
export const toListQuery = list.toQuery;
