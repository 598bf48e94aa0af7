import { DeliveryPageHeader } from "@/features/deliveries/components/delivery-page";
import { DeliveryDetailSkeleton } from "@/features/deliveries/components/delivery-skeletons";

export default function Loading() {
  return (
    <>
      <DeliveryPageHeader title="Delivery" />
      <DeliveryDetailSkeleton />
    </>
  );
}
