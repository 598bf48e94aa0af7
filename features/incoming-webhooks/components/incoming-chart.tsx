"use client";

import { useQuery } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { BarChart } from "@/components/bar-chart";
import type { ChartSeries } from "@/components/chart-types";
import { ErrorState } from "@/components/error-state";
import { KeyValues } from "@/components/key-values";
import { Time } from "@/components/time";
import { spanOf, timeBars } from "@/components/time-bars";
import { useTimeZone } from "@/components/time-zone";
import { Skeleton } from "@/components/ui/skeleton";
import { incomingStatsQuery, incomingWebhookQuery } from "@/features/incoming-webhooks/hooks";
import { requestsHref } from "@/features/incoming-webhooks/links";
import type { IncomingStats } from "@/features/incoming-webhooks/schema";
import { formatCount } from "@/lib/format-number";
import { formatDuration } from "@/lib/time";

const SERIES: ChartSeries[] = [
  { label: "Accepted", tone: "success" },
  { label: "Duplicate", tone: "info" },
  { label: "Rejected", tone: "danger" },
];

/** The last 24 hours as numbers and chart; its failure leaves the log below usable. */
export function IncomingChart({ id }: { id: string }) {
  const { data: webhook } = useQuery(incomingWebhookQuery(id));
  const { data: stats, error, refetch } = useQuery(incomingStatsQuery(id));
  return (
    <section
      aria-label="Last 24 hours"
      className="min-w-0 rounded-lg border border-border bg-card p-4 shadow-xs"
    >
      {stats && (
        <div className="flex flex-col gap-4">
          <Numbers stats={stats} lastRequestAt={webhook?.lastRequestAt ?? null} />
          <Chart id={id} hours={stats.hours} />
        </div>
      )}
      {!stats && error && (
        <ErrorState title="The chart could not be loaded" error={error} onRetry={() => void refetch()} />
      )}
      {!stats && !error && <Skeleton className="h-48 w-full" />}
    </section>
  );
}

function Numbers({ stats, lastRequestAt }: { stats: IncomingStats; lastRequestAt: string | null }) {
  return (
    <KeyValues
      layout="grid"
      className="grid-cols-2 sm:grid-cols-3 lg:grid-cols-5"
      items={[
        { label: "Accepted, 24 h", value: formatCount(stats.accepted) },
        { label: "Duplicate, 24 h", value: formatCount(stats.duplicate) },
        { label: "Rejected, 24 h", value: formatCount(stats.rejected) },
        { label: "Answer time, p95", value: <P95 value={stats.p95Ms} /> },
        { label: "Last request", value: lastRequestAt ? <Time value={lastRequestAt} /> : "Never" },
      ]}
    />
  );
}

function P95({ value }: { value: number | null }) {
  if (value === null) return "–";
  return (
    <>
      {formatDuration(value)} <span className="text-xs text-muted-foreground">last 1,000 requests</span>
    </>
  );
}

/** An hour leads to its requests in the log below. */
function Chart({ id, hours }: { id: string; hours: IncomingStats["hours"] }) {
  const router = useRouter();
  const timeZone = useTimeZone();
  return (
    <BarChart
      caption="Requests by hour"
      unit="hour"
      emptyText="No requests in the last 24 hours."
      className="h-28"
      series={SERIES}
      bars={timeBars(hours, {
        startOf: ({ hour }) => hour,
        valuesOf: ({ accepted, duplicate, rejected }) => [accepted, duplicate, rejected],
        timeZone,
      })}
      onPick={(index) => {
        const span = spanOf(
          hours.map(({ hour }) => hour),
          index,
        );
        router.push(requestsHref(id, span), { scroll: false });
      }}
    />
  );
}
