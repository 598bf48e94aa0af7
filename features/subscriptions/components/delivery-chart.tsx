"use client";

import { BarChart, type ChartSeries } from "@/components/bar-chart";
import { useTimeZone } from "@/components/time-zone";
import type { SubscriptionStats } from "@/features/subscriptions/schema";
import { formatShort } from "@/lib/time";

/** Every so many hours a label; more would run together on a phone. */
const LABEL_STEP = 6;

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
      bars={hours.map(({ hour, succeeded, failed }, index) => {
        const label = formatShort(hour, timeZone);
        const hasTick = index % LABEL_STEP === 0 || index === hours.length - 1;
        return {
          key: hour,
          label,
          values: [succeeded, failed],
          tick: hasTick ? label.split(", ")[1] : undefined,
        };
      })}
    />
  );
}
