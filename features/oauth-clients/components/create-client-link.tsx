"use client";

import { CreateLink } from "@/components/create-link";
import { useCan } from "@/features/auth/hooks";
import { CLIENTS_HREF } from "./client-links";

export function CreateClientLink() {
  return (
    <CreateLink
      href={`${CLIENTS_HREF}/new`}
      label="Create app"
      isAllowed={useCan("oauth_clients:write")}
      refusal="Your role can't create apps. An admin can change it."
    />
  );
}
