"use client";

import { CreateLink } from "@/components/create-link";
import { useCan } from "@/features/auth/hooks";
import { newTicketHref } from "@/features/tickets/links";

export function NewTicketLink() {
  return (
    <CreateLink
      href={newTicketHref()}
      label="New ticket"
      isAllowed={useCan("tickets:write")}
      refusal="Your role can't open tickets. An admin can change it."
    />
  );
}
