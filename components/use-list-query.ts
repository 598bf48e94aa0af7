"use client";

import { hashKey, type QueryKey, type UseQueryOptions, useQuery } from "@tanstack/react-query";
import type { Page } from "@/lib/pagination";
import { type ListRules, useSteadyRows } from "./use-steady-rows";

/** The query of a list, whose rows stand still: useSteadyRows says when they change. */
export function useListQuery<Row, Key extends QueryKey>(
  options: UseQueryOptions<Page<Row>, Error, Page<Row>, Key>,
  rules: ListRules<Row>,
) {
  const { data, dataUpdatedAt, error, isFetching, isPlaceholderData, refetch } = useQuery(options);
  const steady = useSteadyRows(
    {
      question: hashKey(options.queryKey),
      page: isPlaceholderData ? undefined : data,
      at: dataUpdatedAt,
      isFetching,
    },
    rules,
  );
  return {
    data: steady.page ?? undefined,
    arrivals: steady.arrivals || undefined,
    error,
    isPlaceholderData,
    isFetching,
    change: steady.change,
    /** Asks again and shows the answer as it is. */
    async refetch() {
      const { data: page } = await refetch();
      if (page) steady.show(page);
    },
  };
}
