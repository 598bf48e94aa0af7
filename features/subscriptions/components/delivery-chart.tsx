"use client";

import { BarChart, type ChartSeries } from "@/components/bar-chart";
import { timeBars } from "@/components/time-bars";
import { useTimeZone } from "@/components/time-zone";
import type { SubscriptionStats } from "@/features/subscriptions/stats-schema";

const SERIES: ChartSeries[] = [
  { label: "Succeeded", tone: "success" },
  { label: "Failed", tone: "danger", legend: "Failed, drawn on top" },
];

/** Attempts by hour, failures on top. */
export function DeliveryChart({ hours }: { hours: SubscriptionStats["hours"] }) {
  const timeZone = useTimeZone();
  return (
    <BarChart
      caption="Attempts by hour"
      unit="hour"
      emptyText="No attempts in the last 24 hours."
      series={SERIES}
      bars={timeBars(hours, {
        startOf: ({ hour }) => hour,
        valuesOf: ({ succeeded, failed }) => [succeeded, failed],
        timeZone,
      })}
    />
  );
}
