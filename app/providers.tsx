"use client";

import { QueryClientProvider } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
// What every page can come to show. From here the chunks of the pages, and of their error pages, leave it out; each had its own copy.
import "@/components/error-state";
import { StoredColumnChoices } from "@/components/data-table-column-choice";
import { TimeZoneProvider } from "@/components/time-zone";
import { createQueryClient } from "@/lib/query-client";

interface ProvidersProps {
  timeZone: string | undefined;
  /** As their cookie has them. */
  hiddenColumns: string;
  children: ReactNode;
}

export function Providers({ timeZone, hiddenColumns, children }: ProvidersProps) {
  const [queryClient] = useState(createQueryClient);
  return (
    <QueryClientProvider client={queryClient}>
      <StoredColumnChoices value={hiddenColumns}>
        <TimeZoneProvider stored={timeZone}>{children}</TimeZoneProvider>
      </StoredColumnChoices>
    </QueryClientProvider>
  );
}
