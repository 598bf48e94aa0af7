"use client";

import { CreateLink } from "@/components/create-link";
import { useCan } from "@/features/auth/hooks";
import { NO_WRITE_REASON } from "@/features/incoming-webhooks/hooks";
import { newIncomingWebhookHref } from "@/features/incoming-webhooks/links";

export function CreateIncomingLink() {
  return (
    <CreateLink
      href={newIncomingWebhookHref()}
      label="Create incoming webhook"
      isAllowed={useCan("incoming_webhooks:write")}
      refusal={NO_WRITE_REASON}
    />
  );
}
