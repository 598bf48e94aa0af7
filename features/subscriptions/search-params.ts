import { createLoader, parseAsStringLiteral } from "nuqs/server";
import { listSearch } from "@/components/list-search";
import { SUBSCRIPTION_TABS } from "@/features/subscriptions/links";
import { listSubscriptionsQuerySchema } from "@/features/subscriptions/schema";

/** The open tab of a subscription's page. */
export const loadSubscriptionTab = createLoader({
  tab: parseAsStringLiteral(SUBSCRIPTION_TABS).withDefault("overview"),
});

const list = listSearch(listSubscriptionsQuerySchema, { status: "status", event: "eventType", q: "q" });

export const subscriptionSearchParams = list.params;
export const loadSubscriptionSearch = createLoader(subscriptionSearchParams);
export const toListQuery = list.toQuery;
