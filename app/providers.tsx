"use client";

import { QueryClientProvider } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { TimeZoneProvider } from "@/components/time-zone";
import { createQueryClient } from "@/lib/query-client";

interface ProvidersProps {
  timeZone: string | undefined;
  children: ReactNode;
}

export function Providers({ timeZone, children }: ProvidersProps) {
  const [queryClient] = useState(createQueryClient);
  return (
    <QueryClientProvider client={queryClient}>
      <TimeZoneProvider stored={timeZone}>{children}</TimeZoneProvider>
    </QueryClientProvider>
  );
}
