import type { SubscriptionTab } from "@/features/subscriptions/filters";

export const SUBSCRIPTIONS_HREF = "/settings/api/event-subscriptions";

export const NO_WRITE_REASON =
  "Your role can read subscriptions only. An admin can grant subscriptions:write.";

export function subscriptionHref(id: string, tab: SubscriptionTab = "overview"): string {
  return `${SUBSCRIPTIONS_HREF}/${id}${tab === "overview" ? "" : `?tab=${tab}`}`;
}
