import { PageHeader } from "@/components/page-header";
import { Skeleton } from "@/components/ui/skeleton";
import { oauthClientsHref } from "@/features/oauth-clients/links";

export default function Loading() {
  return (
    <>
      <PageHeader
        title="App"
        breadcrumbs={[{ label: "OAuth", href: oauthClientsHref() }, { label: "App" }]}
      />
      <div aria-busy className="flex flex-col gap-5">
        <p className="sr-only">Loading the app</p>
        <Skeleton className="h-9 w-full max-w-md" />
        <Skeleton className="h-72 w-full rounded-lg" />
      </div>
    </>
  );
}
