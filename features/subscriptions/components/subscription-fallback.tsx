import { ErrorState } from "@/components/error-state";
import { Skeleton } from "@/components/ui/skeleton";

/** In place of a tab while its subscription is not there yet, or could not be read. */
export function SubscriptionFallback({ error, onRetry }: { error: Error | null; onRetry(): void }) {
  if (error)
    return <ErrorState title="The subscription could not be loaded" error={error} onRetry={onRetry} />;
  return (
    <div aria-busy className="flex flex-col gap-4">
      <span className="sr-only">Loading the subscription</span>
      <Skeleton className="h-5 w-2/3" />
      <Skeleton className="h-40 w-full" />
      <Skeleton className="h-24 w-full" />
    </div>
  );
}
