import { environmentManager, onlineManager, QueryClient } from "@tanstack/react-query";
import { parseJson } from "@/lib/parse-json";

/** Prefetched data stays fresh this long, so that hydration does not fetch it again. */
const STALE_MS = 10_000;
const MAX_RETRIES = 2;

/** The cache of a browser, and of the page that fetches ahead for it. */
export function createQueryClient(): QueryClient {
  // Without a connection a call fails at once and says so. By itself the library would hold it back, and what waits for it would wait for ever.
  if (!environmentManager.isServer()) onlineManager.setEventListener(() => undefined);
  return new QueryClient({
    defaultOptions: {
      queries: { staleTime: STALE_MS, retry: environmentManager.isServer() ? false : shouldRetry },
      mutations: { retry: false },
      // As JSON, so that what was fetched ahead is what an answer of the API would be: React's own format has no exact numbers.
      dehydrate: { serializeData: (data: unknown) => JSON.stringify(data) },
      hydrate: { deserializeData: (text: string) => parseJson(text) },
    },
  });
}

/** A 4xx answer stays the same however often it is asked for, and so does that of no connection. */
function shouldRetry(failureCount: number, error: Error): boolean {
  const isClientError =
    "status" in error && typeof error.status === "number" && error.status >= 400 && error.status < 500;
  return !isClientError && navigator.onLine && failureCount < MAX_RETRIES;
}
