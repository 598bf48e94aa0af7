import { DeliveryDetailSkeleton } from "@/features/delivery-log/components/delivery-detail-skeleton";
import { DeliveryPageHeader } from "@/features/delivery-log/components/delivery-page-header";

export default function Loading() {
  return (
    <>
      <DeliveryPageHeader title="Delivery" />
      <DeliveryDetailSkeleton />
    </>
  );
}
