import Link from "next/link";
import { Button } from "@/components/ui/button";
import { MissingObject } from "@/features/audit-log/missing-object";
import { deliveriesHref } from "@/features/deliveries/links";
import { subscriptionsHref } from "@/features/subscriptions/links";

export default function SubscriptionNotFound() {
  return (
    <MissingObject
      noun="subscription"
      remains="What it delivered is still in the log."
      actions={
        <>
          <Button asChild variant="primary">
            <Link href={subscriptionsHref()}>Open event subscriptions</Link>
          </Button>
          <Button asChild>
            <Link href={deliveriesHref()}>Open the delivery log</Link>
          </Button>
        </>
      }
    />
  );
}
