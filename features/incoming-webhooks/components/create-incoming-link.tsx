"use client";

import { CreateLink } from "@/components/create-link";
import { useCan } from "@/features/auth/hooks";
import { INCOMING_HREF, NO_WRITE_REASON } from "@/features/incoming-webhooks/links";

export function CreateIncomingLink() {
  return (
    <CreateLink
      href={`${INCOMING_HREF}/new`}
      label="Create incoming webhook"
      isAllowed={useCan("incoming_webhooks:write")}
      refusal={NO_WRITE_REASON}
    />
  );
}
