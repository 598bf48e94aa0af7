"use client";

import { useQuery } from "@tanstack/react-query";
import { LinkTabs } from "@/components/ui/tabs";
import { REFRESH_MS, TICKET_TABS, type TicketTab, ticketCountsQuery } from "@/features/tickets/hooks";
import { ticketsHref } from "@/features/tickets/links";
import { ticketListHref } from "@/features/tickets/search-params";
import type { TicketSort } from "@/features/tickets/sorts";
import { boundedCount } from "@/lib/bounded-count";

const LABELS: Record<TicketTab, string> = {
  open: "Open",
  mine: "Mine",
  unassigned: "Unassigned",
  all: "All",
};

export function TicketTabs({ current, sort }: { current: TicketTab; sort: TicketSort }) {
  const { data: counts } = useQuery({ ...ticketCountsQuery(), refetchInterval: REFRESH_MS });
  return (
    <LinkTabs
      label="Tickets"
      current={current}
      tabs={TICKET_TABS.map((tab) => ({
        value: tab,
        label: LABELS[tab],
        href: ticketListHref(ticketsHref(), { tab: tab === "open" ? null : tab, sort }),
        count: counts && boundedCount(counts[tab], counts.limit),
      }))}
    />
  );
}
