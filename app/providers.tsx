"use client";

import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { TimeZoneProvider } from "@/components/time-zone";

/** Prefetched data stays fresh this long, so that hydration does not fetch it again. */
const STALE_MS = 10_000;
const MAX_RETRIES = 2;

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

function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: { staleTime: STALE_MS, retry: shouldRetry },
      mutations: { retry: false },
    },
  });
}

/** A 4xx answer stays the same however often it is asked for. */
function shouldRetry(failureCount: number, error: Error): boolean {
  const isClientError =
    "status" in error && typeof error.status === "number" && error.status >= 400 && error.status < 500;
  return !isClientError && failureCount < MAX_RETRIES;
}
