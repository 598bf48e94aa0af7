import { PageHeader } from "@/components/page-header";
import { Skeleton } from "@/components/ui/skeleton";
import { subscriptionsHref } from "@/features/subscriptions/links";

export default function Loading() {
  return (
    <>
      <PageHeader
        title="Subscription"
        breadcrumbs={[{ label: "Event subscriptions", href: subscriptionsHref() }, { label: "Subscription" }]}
      />
      <div aria-busy className="flex flex-col gap-5">
        <p className="sr-only">Loading the subscription</p>
        <Skeleton className="h-9 w-full max-w-md" />
        <Skeleton className="h-12 w-full rounded-lg" />
        <Skeleton className="h-72 w-full rounded-lg" />
      </div>
    </>
  );
}
