import { PageHeader } from "@/components/page-header";
import { Skeleton } from "@/components/ui/skeleton";

export default function Loading() {
  return (
    <>
      <PageHeader
        title="Incoming webhooks"
        description="Where outside tools send: each request is checked by its signature, kept, and made into a ticket."
      />
      <div aria-busy className="flex flex-col gap-3">
        <p className="sr-only">Loading incoming webhooks</p>
        <Skeleton className="h-8 w-64" />
        <Skeleton className="h-96 w-full rounded-lg" />
      </div>
    </>
  );
}
