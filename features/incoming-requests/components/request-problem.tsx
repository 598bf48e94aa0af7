import { EmptyState } from "@/components/empty-state";
import { ErrorState } from "@/components/error-state";
import { Skeleton } from "@/components/ui/skeleton";
import { ApiError } from "@/lib/api-client";

/** In place of a request that is on its way, or can't be shown. */
export function RequestWaiting({ error, onRetry }: { error: Error | null; onRetry(): void }) {
  if (error instanceof ApiError && error.status === 404) {
    return (
      <div role="alert">
        <EmptyState
          title="No such request"
          description="The link is wrong, or the request was removed from the log after its retention time."
        />
      </div>
    );
  }
  if (error) return <ErrorState title="The request could not be loaded" error={error} onRetry={onRetry} />;
  return (
    <div aria-busy="true" className="flex flex-col gap-4">
      <span className="sr-only">Loading the request</span>
      <Skeleton className="h-5 w-4/5" />
      {["w-3/5", "w-4/5", "w-2/3"].map((width) => (
        <Skeleton key={width} className={width} />
      ))}
      <Skeleton className="h-28 w-full" />
      <Skeleton className="h-48 w-full" />
    </div>
  );
}
