"use client";

import { type UseQueryOptions, useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { Card } from "@/components/card";
import { ErrorState } from "@/components/error-state";
import { Skeleton } from "@/components/ui/skeleton";

interface QueryCardProps<Data, Key extends readonly unknown[]> {
  title: string;
  query: UseQueryOptions<Data, Error, Data, Key>;
  action?: ReactNode;
  /** Of what is to come, so that nothing jumps. */
  skeletonClassName: string;
  children: (data: Data) => ReactNode;
}

/** A card that loads, fails and tries again by itself, whatever becomes of the others. */
export function QueryCard<Data, Key extends readonly unknown[]>({
  title,
  query,
  action,
  skeletonClassName,
  children,
}: QueryCardProps<Data, Key>) {
  const { data, error, refetch } = useQuery(query);
  return (
    <Card title={title} action={action}>
      {data !== undefined && children(data)}
      {data === undefined && error && (
        <ErrorState
          title={`“${title}” could not be loaded`}
          error={error}
          onRetry={() => void refetch()}
          className="py-6"
        />
      )}
      {data === undefined && !error && <Skeleton className={skeletonClassName} />}
    </Card>
  );
}
