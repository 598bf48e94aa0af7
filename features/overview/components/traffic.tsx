"use client";

import { useRouter } from "next/navigation";
import { BarChart } from "@/components/bar-chart";
import { Card } from "@/components/card";
import type { ChartSeries } from "@/components/chart-types";
import { spanOf, timeBars } from "@/components/time-bars";
import { useTimeZone } from "@/components/time-zone";
import { deliveriesHref } from "@/features/deliveries/links";
import type { Overview } from "@/features/overview/schema";

const REQUEST_SERIES: ChartSeries[] = [
  { label: "Accepted", tone: "success" },
  { label: "Duplicate", tone: "info" },
  { label: "Rejected", tone: "danger", legend: "Rejected, drawn on top" },
];

const ATTEMPT_SERIES: ChartSeries[] = [
  { label: "Succeeded", tone: "success" },
  { label: "Failed", tone: "danger", legend: "Failed, drawn on top" },
];

const UNITS = { "24h": "hour", "7d": "6 hours", "30d": "day" } as const;

/** What came in and what went out, over the same time. */
export function Traffic({ overview: { traffic, range, requests, attempts } }: { overview: Overview }) {
  const timeZone = useTimeZone();
  const router = useRouter();
  const unit = UNITS[range];
  const barsOf = (valuesOf: (slice: Overview["traffic"][number]) => number[]) =>
    timeBars(traffic, {
      startOf: ({ from }) => from,
      valuesOf,
      timeZone,
      tick: range === "24h" ? "time" : "day",
    });
  return (
    <div className="grid gap-5 lg:grid-cols-2">
      {requests && (
        <Card title="Requests in">
          <BarChart
            caption={`Requests by ${unit}`}
            unit={unit}
            emptyText="No requests in this time."
            series={REQUEST_SERIES}
            bars={barsOf(({ requests: counts }) =>
              counts ? [counts.accepted, counts.duplicate, counts.rejected] : [0, 0, 0],
            )}
          />
        </Card>
      )}
      {attempts && (
        <Card title="Attempts out">
          <BarChart
            caption={`Attempts by ${unit}`}
            unit={unit}
            emptyText="No attempts in this time."
            series={ATTEMPT_SERIES}
            bars={barsOf(({ attempts: counts }) => (counts ? [counts.succeeded, counts.failed] : [0, 0]))}
            onPick={(index) => {
              const span = spanOf(
                traffic.map(({ from }) => from),
                index,
              );
              router.push(deliveriesHref(span));
            }}
          />
        </Card>
      )}
    </div>
  );
}
