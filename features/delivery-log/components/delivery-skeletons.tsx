"use client";

import { DataTable } from "@/components/data-table";
import { Skeleton } from "@/components/ui/skeleton";
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

export function DeliveryDetailSkeleton() {
  return (
    <div aria-busy="true" className="flex flex-col gap-4">
      <span className="sr-only">Loading the delivery</span>
      <Skeleton className="h-5 w-4/5" />
      {["w-3/5", "w-4/5", "w-2/3", "w-1/2"].map((width) => (
        <Skeleton key={width} className={width} />
      ))}
      <Skeleton className="h-28 w-full" />
      <Skeleton className="h-48 w-full" />
    </div>
  );
}
