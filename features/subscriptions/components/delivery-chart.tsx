"use client";

import { useRouter } from "next/navigation";
import { BarChart } from "@/components/bar-chart";
import type { ChartSeries } from "@/components/chart-types";
import { spanOf, timeBars } from "@/components/time-bars";
import { useTimeZone } from "@/components/time-zone";
import { subscriptionDeliveriesHref } from "@/features/subscriptions/links";
import type { SubscriptionStats } from "@/features/subscriptions/stats-schema";

const SERIES: ChartSeries[] = [
  { label: "Succeeded", tone: "success" },
  { label: "Failed", tone: "danger", legend: "Failed, drawn on top" },
];

interface DeliveryChartProps {
  /** Of the subscription. */
  id: string;
  hours: SubscriptionStats["hours"];
}

/** Attempts by hour, failures on top; an hour leads to its deliveries. */
export function DeliveryChart({ id, hours }: DeliveryChartProps) {
  const router = useRouter();
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
      onPick={(index) => {
        const span = spanOf(
          hours.map(({ hour }) => hour),
          index,
        );
        router.push(subscriptionDeliveriesHref(id, span));
      }}
    />
  );
}
