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

export function subscriptionHref(id: string, tab: SubscriptionTab = "overview"): string {
  return `${PATH}/${id}${tab === "overview" ? "" : `?tab=${tab}`}`;
}
