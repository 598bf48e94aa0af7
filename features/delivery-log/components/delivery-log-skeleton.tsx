"use client";

import { DataTable } from "@/components/data-table";
import type { Delivery } from "@/features/deliveries/schema";
import { deliveryColumns } from "./delivery-columns";

export function DeliveryLogSkeleton({ isScoped = false }: { isScoped?: boolean }) {
  return (
    <div className="flex flex-col gap-3">
      <div className="h-8 max-md:h-11" />
      <DataTable
        caption="Deliveries, newest first"
        listId={isScoped ? "subscription-deliveries" : "deliveries"}
        noun="deliveries"
        columns={deliveryColumns(isScoped)}
        rows={undefined}
        rowId={(delivery: Delivery) => delivery.id}
        empty={null}
      />
    </div>
  );
}
