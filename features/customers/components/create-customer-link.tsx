"use client";

import { CreateLink } from "@/components/create-link";
import { useCan } from "@/features/auth/hooks";
import { newCustomerHref } from "@/features/customers/links";

export function CreateCustomerLink() {
  return (
    <CreateLink
      href={newCustomerHref()}
      label="New customer"
      isAllowed={useCan("customers:write")}
      refusal="Your role can't add customers. An admin can change it."
    />
  );
}
