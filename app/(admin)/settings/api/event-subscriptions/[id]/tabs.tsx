"use client";

import dynamic from "next/dynamic";
import { orLoadAgain } from "@/components/load-again";
import { Skeleton } from "@/components/ui/skeleton";

const loading = () => <Skeleton className="h-96 w-full" />;

// Of the tabs, only the code of the open one comes with the page.
export const SubscriptionOverview = dynamic(
  () =>
    orLoadAgain(() =>
      import("@/features/subscriptions/components/subscription-overview").then(
        ({ SubscriptionOverview }) => SubscriptionOverview,
      ),
    ),
  { loading },
);
export const DeliveryLog = dynamic(
  () =>
    orLoadAgain(() =>
      import("@/features/delivery-log/components/delivery-log").then(({ DeliveryLog }) => DeliveryLog),
    ),
  { loading },
);
export const AttemptLog = dynamic(
  () =>
    orLoadAgain(() =>
      import("@/features/delivery-log/components/attempt-log").then(({ AttemptLog }) => AttemptLog),
    ),
  { loading },
);
export const SubscriptionSettings = dynamic(
  () =>
    orLoadAgain(() =>
      import("@/features/subscriptions/components/subscription-settings").then(
        ({ SubscriptionSettings }) => SubscriptionSettings,
      ),
    ),
  { loading },
);
