import { PageHeader } from "@/components/page-header";
import { DeliveryLogSkeleton } from "@/features/delivery-log/components/delivery-log-skeleton";

export default function Loading() {
  return (
    <>
      <PageHeader
        title="Deliveries"
        description="What was sent to every event subscription, attempt by attempt."
      />
      <DeliveryLogSkeleton />
    </>
  );
}
