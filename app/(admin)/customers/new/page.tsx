import type { Metadata } from "next";
import { PageHeader } from "@/components/page-header";
import { MissingPermission } from "@/features/auth/components/missing-permission";
import { requireContext } from "@/features/auth/context";
import { CustomerCreator } from "@/features/customers/components/customer-editor";
import { customersHref } from "@/features/customers/links";

export const metadata: Metadata = { title: "New customer · Customers" };

export default async function NewCustomerPage() {
  const ctx = await requireContext();
  if (!ctx.permissions.has("customers:write")) {
    return (
      <>
        <PageHeader title="New customer" />
        <MissingPermission scope="customers:write" action="add customers" />
      </>
    );
  }
  return (
    <>
      <PageHeader
        title="New customer"
        breadcrumbs={[{ label: "Customers", href: customersHref() }, { label: "New" }]}
      />
      <CustomerCreator />
    </>
  );
}
