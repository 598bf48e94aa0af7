import { DeliveryPageHeader } from "@/features/delivery-log/components/delivery-page";
import { DeliveryDetailSkeleton } from "@/features/delivery-log/components/delivery-skeletons";

export default function Loading() {
  return (
    <>
      <DeliveryPageHeader title="Delivery" />
      <DeliveryDetailSkeleton />
    </>
  );
}
