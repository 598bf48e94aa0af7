import type { Column } from "@/components/data-table-types";
import { FailedCell } from "@/components/failed-cell";
import { Sparkline } from "@/components/sparkline";
import { Time } from "@/components/time";
import { Skeleton } from "@/components/ui/skeleton";
import { isActive } from "@/features/subscription-states/states";
import type { Subscription } from "@/features/subscriptions/schema";
import type { ListedSubscriptionStats } from "@/features/subscriptions/stats-schema";
import { formatCount, formatShare } from "@/lib/format-number";
import { DialectBadge } from "./dialect-badge";
import { FailedLately } from "./failed-lately";
import { SubscriptionEvents } from "./subscription-events";
import { SubscriptionMenu } from "./subscription-menu";
import { describeScope } from "./subscription-scope";
import { SubscriptionStatusPill, subscriptionState } from "./subscription-status";
import { targetHost } from "./target-host";

/** What is counted for the rows, apart from them. */
interface Stats {
  data: Map<string, ListedSubscriptionStats> | undefined;
  isError: boolean;
  refetch(): Promise<unknown>;
}

export function subscriptionColumns(stats: Stats): Column<Subscription>[] {
  return [
    {
      id: "name",
      header: "Name",
      cell: (row) => (
        <span className="block max-w-60 max-md:max-w-full">
          <span className="flex items-center gap-1.5">
            <span className="truncate">{row.name}</span>
            <DialectBadge dialect={row.dialect} />
          </span>
          <span className="block truncate text-xs font-normal text-muted-foreground">
            {targetHost(row.targetUrl)}
          </span>
        </span>
      ),
    },
    { id: "events", header: "Events", cell: (row) => <SubscriptionEvents eventTypes={row.eventTypes} /> },
    { id: "scope", header: "Scope", priority: 3, cell: (row) => describeScope(row) },
    { id: "status", header: "Status", cell: (row) => <StatusCell subscription={row} /> },
    {
      id: "day",
      header: "Last 24 hours",
      isWide: true,
      cell: (row) => <DayCell subscription={row} stats={stats} />,
    },
    {
      id: "pending",
      header: "Waiting",
      align: "end",
      priority: 3,
      cell: (row) => <span className="tabular-nums">{waitingText(stats.data?.get(row.id)?.pending)}</span>,
    },
    {
      id: "last",
      header: "Last delivery",
      priority: 2,
      cell: ({ health }) =>
        health.lastDeliveryAt ? (
          <Time value={health.lastDeliveryAt} className="whitespace-nowrap" />
        ) : (
          <span className="text-muted-foreground">Never</span>
        ),
    },
    {
      id: "actions",
      header: "Actions",
      isHeaderHidden: true,
      align: "end",
      cell: (row) => <SubscriptionMenu subscription={row} />,
    },
  ];
}

function StatusCell({ subscription }: { subscription: Subscription }) {
  const { status, statusReason, statusChangedAt, ownerMissingScopes, health } = subscription;
  return (
    <div className="flex max-w-56 flex-col items-start gap-0.5">
      <SubscriptionStatusPill subscription={subscription} />
      {hasFailedLately(subscription) && (
        <span className="min-w-28 text-xs text-pretty text-muted-foreground max-md:hidden">
          <FailedLately health={health} />
        </span>
      )}
      {isActive(status) && ownerMissingScopes.length > 0 && (
        <span className="text-xs text-pretty text-muted-foreground max-md:hidden">
          {subscription.createdBy.name} has no right to its events any more
        </span>
      )}
      {!isActive(status) && statusReason && (
        <span className="text-xs text-pretty text-muted-foreground max-md:hidden">
          {statusReason}
          {statusChangedAt && (
            <>
              {" · "}
              <Time value={statusChangedAt} />
            </>
          )}
        </span>
      )}
    </div>
  );
}

function hasFailedLately(subscription: Subscription): boolean {
  const state = subscriptionState(subscription);
  return (state === "unsteady" || state === "failing") && subscription.health.recent.failedAttempts > 0;
}

interface DayCellProps {
  subscription: Subscription;
  stats: Stats;
}

function DayCell({ subscription, stats: { data, isError, refetch } }: DayCellProps) {
  const stats = data?.get(subscription.id);
  if (!stats && isError) return <FailedCell what="Counts" onRetry={() => void refetch()} />;
  if (!stats) return data ? null : <Skeleton className="w-24" />;
  const total = stats.succeeded + stats.failed;
  const share = total === 0 ? null : formatShare(stats.succeeded, total);
  const words = `24 hours: ${formatCount(stats.succeeded)} delivered, ${formatCount(stats.failed)} failed attempts`;
  return (
    <span className="flex items-center gap-2 whitespace-nowrap">
      <Sparkline
        bars={stats.hours.map((hour) => ({ success: hour.succeeded, failure: hour.failed }))}
        label={words}
      />
      <span className="text-xs text-muted-foreground tabular-nums">{share ?? "No attempts"}</span>
      {/* A card has more room here than below its status. */}
      {hasFailedLately(subscription) && (
        <span className="text-xs text-pretty text-muted-foreground md:hidden">
          <FailedLately health={subscription.health} isInDay />
        </span>
      )}
      {!isActive(subscription.status) && subscription.statusReason && (
        <span className="line-clamp-2 text-xs text-pretty whitespace-normal text-muted-foreground md:hidden">
          {subscription.statusReason}
        </span>
      )}
    </span>
  );
}

function waitingText(pending: number | undefined): string {
  if (pending === undefined) return "";
  return pending >= 1000 ? "1,000+" : String(pending);
}
