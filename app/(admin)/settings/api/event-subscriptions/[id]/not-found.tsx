import Link from "next/link";
import { EmptyState } from "@/components/empty-state";
import { PageHeader } from "@/components/page-header";
import { Button } from "@/components/ui/button";
import { deliveriesHref } from "@/features/deliveries/links";
import { subscriptionsHref } from "@/features/subscriptions/links";

export default function SubscriptionNotFound() {
  return (
    <>
      <PageHeader title="No such subscription" />
      <EmptyState
        title="This address leads to no subscription"
        description="The link is wrong, or the subscription was deleted. What it delivered is still in the log."
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
    </>
  );
}
