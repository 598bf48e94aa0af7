"use client";

import { Skeleton } from "@/components/ui/skeleton";

export function TicketSkeleton() {
  return (
    <div aria-busy="true" className="grid gap-6 lg:grid-cols-[minmax(0,1fr)_20rem]">
      <span className="sr-only">Loading the ticket</span>
      <div className="flex flex-col gap-6">
        {["w-4/5", "w-3/5", "w-4/5", "w-2/3"].map((width, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: placeholders have no identity and never move.
          <div key={index} className="flex flex-col gap-2">
            <Skeleton className="w-40" />
            <Skeleton className={`h-16 ${width}`} />
          </div>
        ))}
      </div>
      <div className="flex flex-col gap-4 max-lg:hidden">
        {["status", "priority", "assignee", "team", "tags"].map((field) => (
          <Skeleton key={field} className="h-8 w-full" />
        ))}
      </div>
    </div>
  );
}
