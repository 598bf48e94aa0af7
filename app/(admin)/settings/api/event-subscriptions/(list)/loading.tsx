import { PageHeader } from "@/components/page-header";
import { Skeleton } from "@/components/ui/skeleton";

export default function Loading() {
  return (
    <>
      <PageHeader
        title="Event subscriptions"
        description="Where events are sent: signed, retried, and logged attempt by attempt."
      />
      <div aria-busy className="flex flex-col gap-3">
        <p className="sr-only">Loading subscriptions</p>
        <Skeleton className="h-8 w-64" />
        <Skeleton className="h-96 w-full rounded-lg" />
      </div>
    </>
  );
}
