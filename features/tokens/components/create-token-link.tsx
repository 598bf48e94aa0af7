"use client";

import { CreateLink } from "@/components/create-link";
import { useCan } from "@/features/auth/hooks";
import { newTokenHref } from "@/features/tokens/links";

export function CreateTokenLink() {
  return (
    <CreateLink
      href={newTokenHref()}
      label="Create token"
      isAllowed={useCan("tokens:write")}
      refusal="Your role can't create tokens. An admin can change it."
    />
  );
}
