"use client";

import { CreateLink } from "@/components/create-link";
import { useCan } from "@/features/auth/hooks";
import { NO_WRITE_REASON, SUBSCRIPTIONS_HREF } from "./subscription-links";

export function CreateSubscriptionLink() {
  return (
    <CreateLink
      href={`${SUBSCRIPTIONS_HREF}/new`}
      label="Create subscription"
      isAllowed={useCan("subscriptions:write")}
      refusal={NO_WRITE_REASON}
    />
  );
}
