"use client";

import { CreateLink } from "@/components/create-link";
import { useCan } from "@/features/auth/hooks";
import { newOAuthClientHref } from "@/features/oauth-clients/links";

export function CreateClientLink() {
  return (
    <CreateLink
      href={newOAuthClientHref()}
      label="Create app"
      isAllowed={useCan("oauth_clients:write")}
      refusal="Your role can't create apps. An admin can change it."
    />
  );
}
