import { PageHeader } from "@/components/page-header";
import { Skeleton } from "@/components/ui/skeleton";

export default function Loading() {
  return (
    <>
      <PageHeader title="Workspace" />
      <Skeleton className="h-72 w-full rounded-lg" />
    </>
  );
}
