"use client";

import { Skeleton } from "@/components/ui/skeleton";

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
