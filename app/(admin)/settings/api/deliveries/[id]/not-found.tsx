import Link from "next/link";
import { EmptyState } from "@/components/empty-state";
import { PageHeader } from "@/components/page-header";
import { Button } from "@/components/ui/button";
import { deliveriesHref } from "@/features/deliveries/links";

export default function DeliveryNotFound() {
  return (
    <>
      <PageHeader title="No such delivery" />
      <EmptyState
        title="This address leads to no delivery"
        description="The link is wrong, or the delivery was removed from the log after its retention time."
        actions={
          <Button asChild variant="primary">
            <Link href={deliveriesHref()}>Open all deliveries</Link>
          </Button>
        }
      />
    </>
  );
}
