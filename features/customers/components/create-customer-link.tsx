"use client";

import { CreateLink } from "@/components/create-link";
import { useCan } from "@/features/auth/hooks";

export function CreateCustomerLink() {
  return (
    <CreateLink
      href="/customers/new"
      label="New customer"
      isAllowed={useCan("customers:write")}
      refusal="Your role can't add customers. An admin can change it."
    />
  );
}
