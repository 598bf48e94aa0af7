"use client";

import { useQuery } from "@tanstack/react-query";
import { NavCount } from "@/components/nav-count";
import { useCan } from "@/features/auth/hooks";
import { ticketCountsQuery } from "@/features/tickets/hooks";
import { boundedCount } from "@/lib/bounded-count";
import { MINUTE_MS } from "@/lib/time";

/** How many tickets are open or pending, for the navigation. */
export function OpenTicketCount() {
  const isAllowed = useCan("tickets:read");
  const { data } = useQuery({
    ...ticketCountsQuery(),
    enabled: isAllowed,
    staleTime: MINUTE_MS,
    refetchInterval: MINUTE_MS,
  });
  if (!data || data.open === 0) return null;
  return <NavCount text={boundedCount(data.open, data.limit)} label="open tickets" />;
}
