"use client";

import type { ReactNode } from "react";
import { type DisplayError, ErrorState } from "@/components/error-state";
import { Panel } from "@/components/panel";
import { Button } from "@/components/ui/button";
import { Skeleton } from "@/components/ui/skeleton";

interface CustomerRowsProps<Row> {
  title: string;
  /** Plural, lower case: "tickets". */
  noun: string;
  query: {
    data: { data: Row[]; nextCursor: string | null } | undefined;
    error: DisplayError | null;
    isFetching: boolean;
    refetch(): unknown;
  };
  isFull: boolean;
  onShowMore(): void;
  /** Where nothing is cut off. */
  rest?: ReactNode;
  children(row: Row): ReactNode;
}

/** A short list with every state that loading it can be in. */
export function CustomerRows<Row extends { id: string }>({
  title,
  noun,
  query,
  isFull,
  onShowMore,
  rest,
  children,
}: CustomerRowsProps<Row>) {
  const { data, error, isFetching, refetch } = query;
  const rows = data?.data;
  return (
    <Panel title={title} action={data?.nextCursor && isFull ? rest : undefined}>
      {!rows && !error && <Skeleton className="m-4 h-16" />}
      {!rows && error && (
        <ErrorState
          title={`The ${noun} could not be loaded`}
          error={error}
          onRetry={() => void refetch()}
          className="py-6"
        />
      )}
      {rows?.length === 0 && <p className="px-4 py-3 text-sm text-muted-foreground">No {noun}.</p>}
      {rows && rows.length > 0 && (
        <ul className="divide-y divide-border">
          {rows.map((row) => (
            <li
              key={row.id}
              className="flex min-h-11 flex-wrap items-center gap-x-3 gap-y-1 px-4 py-2 text-sm"
            >
              {children(row)}
            </li>
          ))}
        </ul>
      )}
      {data?.nextCursor && !isFull && (
        <div className="border-t border-border px-4 py-2">
          <Button variant="ghost" size="sm" isPending={isFetching} onClick={onShowMore}>
            Show more {noun}
          </Button>
        </div>
      )}
    </Panel>
  );
}
