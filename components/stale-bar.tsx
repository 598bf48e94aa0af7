"use client";

import { type Query, type QueryCache, type QueryClient, useQueryClient } from "@tanstack/react-query";
import { CloudOff } from "lucide-react";
import { useEffect, useState, useSyncExternalStore } from "react";
import { ApiError } from "@/lib/api-client";
import { SECOND_MS } from "@/lib/time";
import { Time } from "./time";
import { Button } from "./ui/button";

const RETRY_MS = 5 * SECOND_MS;

/** Says why what is shown is not refreshed, and since when; goes by itself once it is. */
export function StaleBar() {
  const queryClient = useQueryClient();
  const offlineSince = useOfflineSince();
  const failure = useFailure(queryClient.getQueryCache());
  const isOffline = offlineSince !== null;
  const isFailing = failure !== null;

  useEffect(() => {
    // Of itself a query that failed is asked again only where it is asked all the time.
    const retry = () => void askAgain(queryClient, isWorthRetrying);
    window.addEventListener("online", retry);
    const timer = isFailing && !isOffline ? setInterval(retry, RETRY_MS) : undefined;
    return () => {
      window.removeEventListener("online", retry);
      clearInterval(timer);
    };
  }, [queryClient, isFailing, isOffline]);

  if (!isOffline && !isFailing) return null;
  const since = offlineSince ?? failure?.since;
  return (
    <div className="pointer-events-auto flex max-w-full items-center gap-2 rounded-lg border border-border bg-warning-soft px-3 py-1.5 text-sm shadow-md">
      <CloudOff aria-hidden className="size-4 shrink-0" />
      <span>
        {/* Of the rest a screen reader would tell with each minute. */}
        <span role="status">{isOffline ? "You are offline." : failure?.reason}</span>
        {since !== undefined && (
          <>
            {" Last updated "}
            <Time value={new Date(since).toISOString()} />.
          </>
        )}
      </span>
      <Button
        variant="link"
        size="inline"
        className="shrink-0"
        onClick={() => void askAgain(queryClient, isFailed)}
      >
        Try again
      </Button>
    </div>
  );
}

/** What is being asked already is waited for: asked anew each time, an answer slower than that would never come. */
function askAgain(queryClient: QueryClient, predicate: (query: Query) => boolean): Promise<void> {
  return queryClient.refetchQueries({ type: "active", predicate }, { cancelRefetch: false });
}

interface Failure {
  reason: string;
  /** When the oldest of what is shown was answered. */
  since?: number;
}

function useFailure(cache: QueryCache): Failure | null {
  const text = useSyncExternalStore(
    (onChange) => cache.subscribe(onChange),
    () => JSON.stringify(failureOf(cache.getAll())),
    () => "null",
  );
  // What failureOf gave.
  return JSON.parse(text) as Failure | null;
}

function failureOf(queries: Query[]): Failure | null {
  const failed = queries.filter((query) => query.isActive() && isFailed(query));
  const isUnreachable = failed.some((query) => isUnanswered(errorOf(query)));
  // What could not be shown at all says so in its own place.
  const shown = failed
    .filter(({ state }) => state.data !== undefined)
    .map(({ state }) => state.dataUpdatedAt);
  if (!isUnreachable && shown.length === 0) return null;
  return {
    reason: isUnreachable ? "The server does not answer." : "Part of this page could not be refreshed.",
    ...(shown.length > 0 && { since: Math.min(...shown) }),
  };
}

/** That the session ended has a bar of its own. */
function isFailed(query: Query): boolean {
  const error = errorOf(query);
  return error !== null && !(error instanceof ApiError && error.status === 401);
}

function errorOf({ state }: Query): Error | null {
  return state.fetchFailureReason ?? state.error;
}

/** What is refused stays refused. */
function isWorthRetrying(query: Query): boolean {
  const error = errorOf(query);
  return error !== null && !(error instanceof ApiError && error.status >= 400 && error.status < 500);
}

/** By Replify itself, or by what stands before it. */
function isUnanswered(error: Error | null): boolean {
  return error instanceof ApiError && [0, 502, 503, 504].includes(error.status);
}

function useOfflineSince(): number | null {
  const [since, setSince] = useState<number | null>(null);
  useEffect(() => {
    const note = () => setSince((known) => (navigator.onLine ? null : (known ?? Date.now())));
    note();
    window.addEventListener("online", note);
    window.addEventListener("offline", note);
    return () => {
      window.removeEventListener("online", note);
      window.removeEventListener("offline", note);
    };
  }, []);
  return since;
}
