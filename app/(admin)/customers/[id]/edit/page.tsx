import { dehydrate, HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { loadCustomer } from "@/app/(admin)/customers/load-customer";
import { PageHeader } from "@/components/page-header";
import { MissingPermission } from "@/features/auth/components/missing-permission";
import { requireContext } from "@/features/auth/context";
import { CustomerEditor } from "@/features/customers/components/customer-editor";
import { customerLabel } from "@/features/customers/customer-name";
import { customerQuery } from "@/features/customers/hooks";
import { customerHref, customersHref } from "@/features/customers/links";
import { createQueryClient } from "@/lib/query-client";

export const metadata: Metadata = { title: "Edit customer · Customers" };

export default async function EditCustomerPage({ params }: PageProps<"/customers/[id]/edit">) {
  const ctx = await requireContext();
  const { id } = await params;
  if (!ctx.permissions.has("customers:write")) {
    return (
      <>
        <PageHeader title="Edit customer" />
        <MissingPermission scope="customers:write" action="change customers" />
      </>
    );
  }
  const customer = await loadCustomer(id);
  if (customer.mergedIntoId || customer.erasedAt) redirect(customerHref(id));
  const queryClient = createQueryClient();
  queryClient.setQueryData(customerQuery(id).queryKey, customer);
  return (
    <>
      <PageHeader
        title="Edit customer"
        breadcrumbs={[
          { label: "Customers", href: customersHref() },
          { label: customerLabel(customer), href: customerHref(id) },
          { label: "Edit" },
        ]}
      />
      <HydrationBoundary state={dehydrate(queryClient)}>
        <CustomerEditor id={id} />
      </HydrationBoundary>
    </>
  );
}
