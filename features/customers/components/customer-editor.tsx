"use client";

import { useSuspenseQuery } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { toast } from "@/components/toast";
import { changeOf, EMPTY_CUSTOMER, valuesOf } from "@/features/customers/form-values";
import { customerQuery, useCreateCustomer, useUpdateCustomer } from "@/features/customers/hooks";
import { customerHref, customersHref } from "@/features/customers/links";
import { CustomerForm } from "./customer-form";

/** The page has fetched the customer ahead. */
export function CustomerEditor({ id }: { id: string }) {
  const router = useRouter();
  const { data } = useSuspenseQuery(customerQuery(id));
  // What the form began with: a refetch meanwhile must not make attributes that nobody touched look edited.
  const [customer] = useState(data);
  const update = useUpdateCustomer(id);
  const href = customerHref(id);
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
      cancelHref={customersHref()}
      onSave={async (values) => {
        const { id } = await create.mutateAsync(changeOf(values));
        router.push(customerHref(id));
      }}
    />
  );
}
