"use client";

import { useQuery } from "@tanstack/react-query";
import { EnvironmentReportView } from "@/features/environment-reports/environment-report";
import type { EnvironmentReport } from "@/features/environment-reports/schema";
import { pluginKey } from "@/features/environment-reports/search-keys";
import { pluginTicketsQuery } from "@/features/tickets/hooks";
import { ticketsHref } from "@/features/tickets/links";
import type { Ticket } from "@/features/tickets/schema";
import { ticketListHref } from "@/features/tickets/search-params";
import { boundedCount } from "@/lib/bounded-count";

/** What was read of the customer's site, and where else the same plugins are. */
export function TicketEnvironment({ ticket, report }: { ticket: Ticket; report: EnvironmentReport }) {
  const { data } = useQuery(pluginTicketsQuery(ticket.id));
  return (
    <EnvironmentReportView
      report={report}
      fileName={`ticket-${ticket.number}-diagnostics`}
      othersWith={(plugin) => {
        if (!data || !plugin.active || !plugin.version) return undefined;
        const found = data.data.find(({ filter }) => filter === pluginKey(plugin));
        if (!found) return null;
        return {
          count: boundedCount(found.tickets, data.limit),
          href: ticketListHref(ticketsHref(), { diagnostics: found.filter }),
        };
      }}
    />
  );
}
