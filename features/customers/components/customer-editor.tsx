"use client";

import { useRouter } from "next/navigation";
import { toast } from "sonner";
import { changeOf, EMPTY_CUSTOMER, valuesOf } from "@/features/customers/form-values";
import { useCreateCustomer, useUpdateCustomer } from "@/features/customers/hooks";
import type { Customer } from "@/features/customers/schema";
import { CustomerForm } from "./customer-form";

export function CustomerEditor({ customer }: { customer: Customer }) {
  const router = useRouter();
  const update = useUpdateCustomer(customer.id);
  const href = `/customers/${customer.id}`;
  return (
    <CustomerForm
      defaultValues={valuesOf(customer)}
      submitLabel="Save customer"
      cancelHref={href}
      onSave={async (values) => {
        await update.mutateAsync(changeOf(values, customer));
        toast.success("Customer saved");
        router.push(href);
      }}
    />
  );
}

export function CustomerCreator() {
  const router = useRouter();
  const create = useCreateCustomer();
  return (
    <CustomerForm
      defaultValues={EMPTY_CUSTOMER}
      submitLabel="Add customer"
      cancelHref="/customers"
      onSave={async (values) => {
        const { id } = await create.mutateAsync(changeOf(values));
        router.push(`/customers/${id}`);
      }}
    />
  );
}
