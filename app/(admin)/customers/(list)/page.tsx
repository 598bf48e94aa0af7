import { dehydrate, HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";
import { PageHeader } from "@/components/page-header";
import { MissingPermission } from "@/features/auth/components/missing-permission";
import { requireContext } from "@/features/auth/context";
import { CreateCustomerLink } from "@/features/customers/components/create-customer-link";
import { CustomerList } from "@/features/customers/components/customer-list";
import { customersQuery } from "@/features/customers/hooks";
import { listCustomers } from "@/features/customers/queries";
import { loadCustomerSearch, toListQuery } from "@/features/customers/search-params";
import { createQueryClient } from "@/lib/query-client";

export const metadata: Metadata = { title: "Customers" };

export default async function CustomersPage({ searchParams }: PageProps<"/customers">) {
  const ctx = await requireContext();
  if (!ctx.permissions.has("customers:read")) {
    return (
      <>
        <PageHeader title="Customers" />
        <MissingPermission scope="customers:read" action="see customers" />
      </>
    );
  }
  const query = toListQuery(await loadCustomerSearch(searchParams));
  const queryClient = createQueryClient();
  await queryClient.prefetchQuery({
    ...customersQuery(query),
    queryFn: () => listCustomers(ctx, query),
  });
  return (
    <HydrationBoundary state={dehydrate(queryClient)}>
      <PageHeader
        title="Customers"
        description="The people who write to you, with their addresses and ids."
        actions={<CreateCustomerLink />}
      />
      <CustomerList />
    </HydrationBoundary>
  );
}
