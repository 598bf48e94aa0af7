import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { meQuery } from "@/features/auth/hooks";
import { getOrganizationEndpoint, updateOrganizationEndpoint } from "@/features/organizations/contract";
import type { UpdateOrganization } from "@/features/organizations/schema";
import { callEndpoint } from "@/lib/api-client";

export function organizationQuery() {
  return queryOptions({
    queryKey: ["organization"],
    queryFn: ({ signal }) => callEndpoint(getOrganizationEndpoint, { signal }),
  });
}

export function useUpdateOrganization() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (body: UpdateOrganization) => callEndpoint(updateOrganizationEndpoint, { body }),
    onSuccess: (saved) => {
      queryClient.setQueryData(organizationQuery().queryKey, saved);
      void queryClient.invalidateQueries({ queryKey: meQuery().queryKey });
    },
  });
}
