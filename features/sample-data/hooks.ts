import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import {
  addSampleDataEndpoint,
  getSampleDataEndpoint,
  removeSampleDataEndpoint,
} from "@/features/sample-data/contract";
import { callEndpoint } from "@/lib/api-client";

export const sampleDataQuery = queryOptions({
  queryKey: ["sample-data"],
  queryFn: ({ signal }) => callEndpoint(getSampleDataEndpoint, { signal }),
});

export function useAddSampleData() {
  const refresh = useRefreshAll();
  return useMutation({ mutationFn: () => callEndpoint(addSampleDataEndpoint, {}), onSettled: refresh });
}

export function useRemoveSampleData() {
  const refresh = useRefreshAll();
  return useMutation({ mutationFn: () => callEndpoint(removeSampleDataEndpoint, {}), onSettled: refresh });
}

/** It stands in every list. */
function useRefreshAll() {
  const queryClient = useQueryClient();
  return () => queryClient.invalidateQueries();
}
