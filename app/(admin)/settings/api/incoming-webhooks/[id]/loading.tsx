import { PageHeader } from "@/components/page-header";
import { Skeleton } from "@/components/ui/skeleton";
import { incomingWebhooksHref } from "@/features/incoming-webhooks/links";

export default function Loading() {
  return (
    <>
      <PageHeader
        title="Incoming webhook"
        breadcrumbs={[
          { label: "Incoming webhooks", href: incomingWebhooksHref() },
          { label: "Incoming webhook" },
        ]}
      />
      <div aria-busy className="flex flex-col gap-5">
        <p className="sr-only">Loading the incoming webhook</p>
        <Skeleton className="h-9 w-full max-w-md" />
        <Skeleton className="h-56 w-full rounded-lg" />
        <Skeleton className="h-72 w-full rounded-lg" />
      </div>
    </>
  );
}
