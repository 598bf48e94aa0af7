import { CopyButton } from "@/components/copy-button";
import type { Column } from "@/components/data-table-types";
import { FailedCell } from "@/components/failed-cell";
import { Sparkline } from "@/components/sparkline";
import { Time } from "@/components/time";
import { Badge } from "@/components/ui/badge";
import { Skeleton } from "@/components/ui/skeleton";
import { ACTION_LABELS } from "@/features/incoming-webhooks/labels";
import type { IncomingWebhook, ListedIncomingStats } from "@/features/incoming-webhooks/schema";
import { schemeOf } from "@/features/signatures/schemes/schemes";
import { boundedCount } from "@/lib/bounded-count";
import { formatCount, formatShare } from "@/lib/format-number";
import { IncomingMenu } from "./incoming-menu";
import { IncomingStatusPill } from "./incoming-status";

/** What is counted for the rows, apart from them. */
interface Stats {
  data: Map<string, ListedIncomingStats> | undefined;
  isError: boolean;
  refetch(): Promise<unknown>;
}

export function incomingColumns(stats: Stats): Column<IncomingWebhook>[] {
  return [
    {
      id: "name",
      header: "Name",
      cell: (row) => (
        <span className="block max-w-44 max-md:max-w-full">
          <span className="block truncate">{row.name}</span>
          <span className="block truncate text-xs font-normal text-muted-foreground">
            {schemeOf(row).label}
          </span>
        </span>
      ),
    },
    { id: "url", header: "URL path", priority: 2, cell: (row) => <UrlCell url={row.url} /> },
    { id: "creates", header: "Creates", priority: 3, cell: (row) => ACTION_LABELS[row.action].creates },
    { id: "status", header: "Status", isWide: true, cell: (row) => <StatusCell webhook={row} /> },
    {
      id: "day",
      header: "Last 24 hours",
      isWide: true,
      cell: (row) => <DayCell id={row.id} stats={stats} />,
    },
    {
      id: "last",
      header: "Last request",
      priority: 2,
      cell: ({ lastRequestAt }) =>
        lastRequestAt ? <Time value={lastRequestAt} /> : <span className="text-muted-foreground">Never</span>,
    },
    { id: "secret", header: "Secret", priority: 3, cell: (row) => <SecretCell webhook={row} /> },
    {
      id: "actions",
      header: "Actions",
      isHeaderHidden: true,
      align: "end",
      cell: (row) => <IncomingMenu webhook={row} />,
    },
  ];
}

function UrlCell({ url }: { url: string }) {
  const path = new URL(url).pathname;
  return (
    <span className="flex items-center gap-1">
      <span className="block max-w-24 truncate font-mono text-xs" title={path}>
        {path}
      </span>
      <CopyButton value={url} noun="URL" />
    </span>
  );
}

function StatusCell({ webhook }: { webhook: IncomingWebhook }) {
  const { heldRequests, queuedRequests, quarantinedRequests } = webhook;
  return (
    <span className="flex flex-col items-start gap-0.5 max-md:flex-row max-md:items-center max-md:gap-1.5">
      <IncomingStatusPill webhook={webhook} />
      {heldRequests > 0 && (
        <span className="text-xs text-muted-foreground">{boundedCount(heldRequests)} held</span>
      )}
      {queuedRequests > 0 && (
        <span className="text-xs text-muted-foreground">{boundedCount(queuedRequests)} queued</span>
      )}
      {quarantinedRequests > 0 && (
        <span className="text-xs text-muted-foreground">{boundedCount(quarantinedRequests)} to look at</span>
      )}
    </span>
  );
}

function SecretCell({ webhook: { secretHint, previousSecretExpiresAt } }: { webhook: IncomingWebhook }) {
  return (
    <span className="flex flex-col items-start gap-0.5">
      <span className="font-mono text-xs whitespace-nowrap">{secretHint || "Not known"}</span>
      {previousSecretExpiresAt && <Badge tone="info">Two secrets valid</Badge>}
    </span>
  );
}

function DayCell({ id, stats: { data, isError, refetch } }: { id: string; stats: Stats }) {
  const stats = data?.get(id);
  if (!stats && isError) return <FailedCell what="Counts" onRetry={() => void refetch()} />;
  if (!stats) return data ? null : <Skeleton className="w-24" />;
  const { accepted, duplicate, rejected } = stats;
  const taken = accepted + duplicate;
  const words = `24 hours: ${formatCount(taken)} accepted, ${formatCount(rejected)} rejected`;
  return (
    <span className="flex items-center gap-2 whitespace-nowrap">
      <Sparkline
        bars={stats.hours.map((hour) => ({
          success: hour.accepted + hour.duplicate,
          failure: hour.rejected,
        }))}
        label={words}
      />
      <span className="text-xs text-muted-foreground tabular-nums">
        {taken + rejected === 0 ? (
          "No requests"
        ) : (
          <>
            {formatShare(taken, taken + rejected)}
            <span className="md:max-2xl:sr-only"> accepted</span>
          </>
        )}
      </span>
    </span>
  );
}
