"use client";

import { CreateLink } from "@/components/create-link";
import { useCan } from "@/features/auth/hooks";

export function NewTicketLink() {
  return (
    <CreateLink
      href="/tickets/new"
      label="New ticket"
      isAllowed={useCan("tickets:write")}
      refusal="Your role can't open tickets. An admin can change it."
    />
  );
}
