import { dehydrate, HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { loadCustomer } from "@/app/(admin)/customers/load-customer";
import { PageHeader } from "@/components/page-header";
import { MissingPermission } from "@/features/auth/components/missing-permission";
import { requireContext } from "@/features/auth/context";
import { CustomerAccount } from "@/features/customer-accounts/components/customer-account";
import { CustomerView } from "@/features/customer-page/components/customer-view";
import { customerLabel } from "@/features/customers/customer-name";
import { customerQuery } from "@/features/customers/hooks";
import { mergedCustomerHref } from "@/features/customers/links";
import { CustomerApps } from "@/features/oauth-sessions/components/customer-apps";
import { withDirectionMarks } from "@/lib/direction-marks";
import { createQueryClient } from "@/lib/query-client";
import { prefetchLists } from "./prefetch-lists";

export async function generateMetadata({ params }: PageProps<"/customers/[id]">): Promise<Metadata> {
  const ctx = await requireContext();
  if (!ctx.permissions.has("customers:read")) return { title: "Customer" };
  const customer = await loadCustomer((await params).id);
  return {
    title: `${customer.erasedAt ? "Erased customer" : withDirectionMarks(customerLabel(customer))} · Customers`,
  };
}

export default async function CustomerPage({ params }: PageProps<"/customers/[id]">) {
  const ctx = await requireContext();
  const { id } = await params;
  if (!ctx.permissions.has("customers:read")) {
    return (
      <>
        <PageHeader title="Customer" />
        <MissingPermission scope="customers:read" action="see customers" />
      </>
    );
  }
  const customer = await loadCustomer(id);
  if (customer.mergedIntoId) redirect(mergedCustomerHref(customer.mergedIntoId, id));
  const queryClient = createQueryClient();
  queryClient.setQueryData(customerQuery(id).queryKey, customer);
  await prefetchLists(ctx, id, queryClient);
  return (
    <HydrationBoundary state={dehydrate(queryClient)}>
      <CustomerView
        id={id}
        account={<CustomerAccount customerId={id} />}
        connectedApps={<CustomerApps customerId={id} />}
      />
    </HydrationBoundary>
  );
}
