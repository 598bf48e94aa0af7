import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import {
  getCustomerRegistrationEndpoint,
  inviteCustomerEndpoint,
  updateCustomerRegistrationEndpoint,
} from "@/features/customer-accounts/contract";
import type { CustomerRegistration } from "@/features/customer-accounts/schema";
import { callEndpoint } from "@/lib/api-client";

export function customerRegistrationQuery() {
  return queryOptions({
    queryKey: ["customer-registration"],
    queryFn: ({ signal }) => callEndpoint(getCustomerRegistrationEndpoint, { signal }),
  });
}

export function useUpdateCustomerRegistration() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (body: CustomerRegistration) => callEndpoint(updateCustomerRegistrationEndpoint, { body }),
    onSuccess: (saved) => queryClient.setQueryData(customerRegistrationQuery().queryKey, saved),
  });
}

/** The answer holds the link: keep it in local state, it is not cached here. */
export function useInviteCustomer() {
  return useMutation({
    mutationFn: (id: string) => callEndpoint(inviteCustomerEndpoint, { params: { id } }),
    gcTime: 0,
  });
}
