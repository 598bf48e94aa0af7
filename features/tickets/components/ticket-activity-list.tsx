"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { ErrorState } from "@/components/error-state";
import { Time } from "@/components/time";
import { Button } from "@/components/ui/button";
import { Skeleton } from "@/components/ui/skeleton";
import { activityText } from "@/features/tickets/activity-text";
import { ticketActivityQuery } from "@/features/tickets/hooks";

/** Who changed what and when, the newest first. */
export function TicketActivityList({ ticketId }: { ticketId: string }) {
  const { data, error, refetch, hasNextPage, isFetchingNextPage, fetchNextPage } = useInfiniteQuery(
    ticketActivityQuery(ticketId),
  );
  if (!data) {
    if (error) {
      return (
        <ErrorState title="The activity could not be loaded" error={error} onRetry={() => void refetch()} />
      );
    }
    return <Skeleton className="h-32 w-full" />;
  }
  return (
    <div className="flex flex-col items-start gap-3">
      <ol
        aria-label="Activity"
        className="w-full overflow-hidden rounded-lg border border-border bg-card text-sm"
      >
        {data.pages
          .flatMap((page) => page.data)
          .map((entry) => (
            <li
              key={entry.id}
              className="flex flex-wrap justify-between gap-x-4 border-b border-border px-3 py-2 last:border-b-0"
            >
              <span className="min-w-0 wrap-anywhere">
                <span className="font-medium">{entry.actor.name}</span>
                {entry.actor.type !== "user" && (
                  <span className="text-muted-foreground"> ({entry.actor.type})</span>
                )}{" "}
                {activityText(entry)}
              </span>
              <Time value={entry.createdAt} className="text-muted-foreground" />
            </li>
          ))}
      </ol>
      {hasNextPage && (
        <Button isPending={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          Show older
        </Button>
      )}
    </div>
  );
}
