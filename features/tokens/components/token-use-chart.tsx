"use client";

import { useQuery } from "@tanstack/react-query";
import { BarChart } from "@/components/bar-chart";
import type { ChartSeries } from "@/components/chart-types";
import { ErrorState } from "@/components/error-state";
import { Skeleton } from "@/components/ui/skeleton";
import { tokenUsageQuery } from "@/features/tokens/hooks";
import { formatCount } from "@/lib/format-number";
import { formatDate } from "@/lib/time";

const LABEL_STEP = 7;
const SERIES: ChartSeries[] = [{ label: "Calls", tone: "info" }];

/** Calls per day; its failure leaves the rest of the drawer usable. */
export function TokenUseChart({ id }: { id: string }) {
  const { data, error, refetch } = useQuery(tokenUsageQuery(id));
  const days = data?.data ?? [];
  const total = days.reduce((sum, { requests }) => sum + requests, 0);
  return (
    <section aria-labelledby="token-use" className="flex flex-col gap-2">
      <h3 id="token-use" className="text-sm font-semibold">
        Calls, last 30 days
        {data && <span className="font-normal text-muted-foreground"> · {formatCount(total)}</span>}
      </h3>
      {data && (
        <BarChart
          caption="Calls by day (UTC)"
          unit="day"
          emptyText="No calls in the last 30 days."
          series={SERIES}
          className="h-24"
          bars={days.map(({ day, requests }, index) => {
            const label = formatDate(day);
            const hasTick = (days.length - 1 - index) % LABEL_STEP === 0;
            return {
              key: day,
              label,
              values: [requests],
              tick: hasTick ? label.replace(/ \d{4}$/, "") : undefined,
            };
          })}
        />
      )}
      {!data && error && (
        <ErrorState title="The chart could not be loaded" error={error} onRetry={() => void refetch()} />
      )}
      {!data && !error && <Skeleton className="h-36 w-full" />}
    </section>
  );
}
