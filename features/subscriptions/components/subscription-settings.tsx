"use client";

import { useQuery } from "@tanstack/react-query";
import { subscriptionQuery } from "@/features/subscriptions/hooks";
import { EditSubscriptionForm } from "./edit-subscription-form";
import { SubscriptionFallback } from "./subscription-fallback";

/** The Settings tab. */
export function SubscriptionSettings({ id }: { id: string }) {
  const query = useQuery(subscriptionQuery(id));
  if (!query.data) return <SubscriptionFallback error={query.error} onRetry={() => void query.refetch()} />;
  return <EditSubscriptionForm subscription={query.data} />;
}
