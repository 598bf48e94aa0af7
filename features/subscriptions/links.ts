const PATH = "/settings/api/event-subscriptions";

export const SUBSCRIPTION_TABS = ["overview", "deliveries", "attempts", "settings"] as const;
export type SubscriptionTab = (typeof SUBSCRIPTION_TABS)[number];

/** Those that would get the event type, where one is given. */
export function subscriptionsHref({ event }: { event?: string } = {}): string {
  return `${PATH}${event ? `?event=${encodeURIComponent(event)}` : ""}`;
}

export function newSubscriptionHref(): string {
  return `${PATH}/new`;
}

/** Its log of a span of time. */
export function subscriptionDeliveriesHref(id: string, span: { from: string; to: string }): string {
  return `${PATH}/${id}?${new URLSearchParams({ tab: "deliveries", ...span })}`;
}

export function subscriptionHref(id: string, tab: SubscriptionTab = "overview"): string {
  return `${PATH}/${id}${tab === "overview" ? "" : `?tab=${tab}`}`;
}
