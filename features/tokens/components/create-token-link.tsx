"use client";

import { CreateLink } from "@/components/create-link";
import { useCan } from "@/features/auth/hooks";

export function CreateTokenLink() {
  return (
    <CreateLink
      href="/settings/api/tokens/new"
      label="Create token"
      isAllowed={useCan("tokens:write")}
      refusal="Your role can't create tokens. An admin can change it."
    />
  );
}
