"use client";

import { CreateLink } from "@/components/create-link";
import { useCan } from "@/features/auth/hooks";
import { NO_WRITE_REASON } from "@/features/subscriptions/hooks";
import { newSubscriptionHref } from "@/features/subscriptions/links";

export function CreateSubscriptionLink() {
  return (
    <CreateLink
      href={newSubscriptionHref()}
      label="Create subscription"
      isAllowed={useCan("subscriptions:write")}
      refusal={NO_WRITE_REASON}
    />
  );
}
