"use client";

import { useQuery } from "@tanstack/react-query";
import { Card } from "@/components/card";
import { ErrorState } from "@/components/error-state";
import { KeyValues } from "@/components/key-values";
import { Skeleton } from "@/components/ui/skeleton";
import { subscriptionStatsQuery } from "@/features/subscriptions/hooks";
import type { SubscriptionStats } from "@/features/subscriptions/stats-schema";
import { formatCount } from "@/lib/format-number";
import { formatDuration } from "@/lib/time";
import { DeliveryChart } from "./delivery-chart";

/** The last 24 hours as chart and numbers; its failure leaves the rest of the page usable. */
export function DayCard({ id }: { id: string }) {
  const { data: stats, error, refetch } = useQuery(subscriptionStatsQuery(id));
  return (
    <Card title="Attempts, last 24 hours">
      {stats && (
        <div className="flex flex-col gap-4">
          <DeliveryChart id={id} hours={stats.hours} />
          <Numbers stats={stats} />
        </div>
      )}
      {!stats && error && (
        <ErrorState title="The chart could not be loaded" error={error} onRetry={() => void refetch()} />
      )}
      {!stats && !error && <Skeleton className="h-56 w-full" />}
    </Card>
  );
}

function Numbers({ stats }: { stats: SubscriptionStats }) {
  return (
    <KeyValues
      layout="grid"
      items={[
        { label: "Succeeded", value: formatCount(stats.succeeded) },
        { label: "Failed", value: formatCount(stats.failed) },
        { label: "Average time", value: stats.averageMs === null ? "–" : formatDuration(stats.averageMs) },
        {
          label: "Deliveries waiting",
          value: stats.pending >= 1000 ? "1,000 or more" : formatCount(stats.pending),
        },
      ]}
    />
  );
}
