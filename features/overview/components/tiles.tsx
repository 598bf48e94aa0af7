import Link from "next/link";
import { deliveriesHref } from "@/features/deliveries/links";
import { FAILED } from "@/features/deliveries/states";
import { incomingWebhooksHref } from "@/features/incoming-webhooks/links";
import type { OverviewRange } from "@/features/overview/ranges";
import type { Overview } from "@/features/overview/schema";
import { ticketsHref } from "@/features/tickets/links";
import { boundedCount } from "@/lib/bounded-count";
import { formatCount, formatShare } from "@/lib/format-number";
import { formatDuration } from "@/lib/time";

interface Tile {
  label: string;
  value: string;
  note: string;
  href: string;
}

/** The figures of the range; each leads to the list behind it. */
export function Tiles({ overview }: { overview: Overview }) {
  return (
    <ul className="grid grid-cols-2 gap-3 lg:grid-cols-3 xl:grid-cols-6" aria-label="In numbers">
      {tilesOf(overview).map(({ label, value, note, href }) => (
        <li key={label}>
          <Link
            href={href}
            prefetch={false}
            className="flex h-full flex-col rounded-lg border border-border bg-card p-3 shadow-xs hover:border-input"
          >
            <span className="text-xs text-muted-foreground">{label}</span>
            <span className="text-xl font-semibold tracking-tight tabular-nums">{value}</span>
            <span className="text-xs text-muted-foreground">{note}</span>
          </Link>
        </li>
      ))}
    </ul>
  );
}

function tilesOf({ requests, attempts, openTickets, range }: Overview): Tile[] {
  const deliveries = deliveriesHref({ range });
  const received = requests && requests.accepted + requests.duplicate + requests.rejected;
  const sent = attempts && attempts.succeeded + attempts.failed;
  return [
    ...(requests && received !== null
      ? [
          {
            label: "Requests in",
            value: formatCount(received),
            note: `${formatCount(requests.duplicate)} duplicate`,
            href: incomingWebhooksHref(),
          },
          {
            label: "Accepted",
            value: formatShare(received - requests.rejected, received),
            note: `${formatCount(requests.rejected)} rejected`,
            href: incomingWebhooksHref(),
          },
        ]
      : []),
    ...(attempts && sent !== null
      ? [
          { label: "Attempts out", value: formatCount(sent), note: inRange(range), href: deliveries },
          {
            label: "Succeeded",
            value: formatShare(attempts.succeeded, sent),
            note: `${formatCount(attempts.failed)} failed`,
            href: attempts.failed > 0 ? deliveriesHref({ range, status: FAILED }) : deliveries,
          },
          {
            label: "Answer time, p95",
            value: attempts.p95Ms === null ? "–" : formatDuration(attempts.p95Ms),
            note: "last 1,000 deliveries",
            href: deliveries,
          },
        ]
      : []),
    ...(openTickets === null
      ? []
      : [
          {
            label: "Unsolved tickets",
            value: boundedCount(openTickets),
            note: "open or pending",
            href: ticketsHref(),
          },
        ]),
  ];
}

function inRange(range: OverviewRange): string {
  return { "24h": "last 24 hours", "7d": "last 7 days", "30d": "last 30 days" }[range];
}
