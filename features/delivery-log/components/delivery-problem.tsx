import { EmptyState } from "@/components/empty-state";
import { ErrorState } from "@/components/error-state";
import { ApiError } from "@/lib/api-client";

/** Why a delivery cannot be shown. */
export function DeliveryProblem({ error, onRetry }: { error: Error; onRetry(): void }) {
  if (error instanceof ApiError && error.status === 404) {
    return (
      <div role="alert">
        <EmptyState
          title="No such delivery"
          description="The link is wrong, or the delivery was removed from the log after its retention time."
        />
      </div>
    );
  }
  return (
    <ErrorState
      title="The delivery could not be loaded"
      error={{ message: error.message, requestId: error instanceof ApiError ? error.requestId : null }}
      onRetry={onRetry}
    />
  );
}
