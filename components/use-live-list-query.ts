"use client";

import {
  hashKey,
  type QueryFunctionContext,
  type QueryKey,
  type UseQueryOptions,
  useQuery,
  useQueryClient,
} from "@tanstack/react-query";
import type { Page } from "@/lib/pagination";
import { mergeRows, rejoinRows } from "./live-rows";
import { useHold } from "./use-hold";
import { useArrivalSummary, useLiveTail } from "./use-live-tail";
import { type ListRules, useSteadyRows } from "./use-steady-rows";

interface LiveRules<Row> extends ListRules<Row> {
  /** Plural, lower case: "deliveries". */
  noun: string;
  /** Where the server tells what is new. */
  url: string;
  isLive: boolean;
}

/** As useListQuery, for a list that can be watched live: what comes is then shown as it comes, while its reader keeps off the rows. */
export function useLiveListQuery<Row extends { id: string }, Key extends QueryKey>(
  options: UseQueryOptions<Page<Row>, Error, Page<Row>, Key>,
  { url, noun, isLive, ...rules }: LiveRules<Row>,
) {
  const queryClient = useQueryClient();
  const summarize = useArrivalSummary(noun);
  const known = () => queryClient.getQueryData<Page<Row>>(options.queryKey);

  function takeIn(rows: Row[], isFirst: boolean) {
    const { page, arrived } = (isFirst ? rejoinRows : mergeRows)(known() ?? EMPTY, rows);
    queryClient.setQueryData<Page<Row>>(options.queryKey, page);
    summarize(arrived);
  }

  const answer = useQuery({
    ...options,
    ...(isLive && {
      refetchInterval: false,
      // The page that it brings is part of what has come.
      queryFn: async (context: QueryFunctionContext<Key>) => {
        if (typeof options.queryFn !== "function") throw new Error("A list has a way to ask for it.");
        const page = await options.queryFn(context);
        return rejoinRows(known() ?? page, page.data).page;
      },
    }),
  });
  const { data, dataUpdatedAt, error, isFetching, isPlaceholderData, refetch } = answer;
  const page = isPlaceholderData ? undefined : data;
  const tail = useLiveTail<Row>({
    url: isLive ? url : null,
    onRows: takeIn,
    poll: () => refetch({ throwOnError: true }),
  });
  const hold = useHold(isLive);
  const pausedBecause = rules.openId ? "a row is open" : hold.reason;
  const steady = useSteadyRows(
    {
      question: hashKey(options.queryKey),
      page,
      at: dataUpdatedAt,
      isFetching,
      isLive: isLive && pausedBecause === null,
    },
    rules,
  );
  return {
    data: steady.page ?? undefined,
    arrivals: steady.arrivals ? { ...steady.arrivals, isSilent: isLive } : undefined,
    error,
    isPlaceholderData,
    /** For what stands around the table. */
    root: hold.root,
    live: { isOn: isLive, isConnected: tail.isConnected, pausedBecause },
    /** Asks again and shows the answer as it is. */
    async refetch() {
      const { data: fresh } = await refetch();
      if (fresh) steady.show(fresh);
    },
  };
}

const EMPTY = { data: [], nextCursor: null };
