import { Skeleton } from "@/components/ui/skeleton";

export default function AccountLoading() {
  return (
    <div aria-busy className="flex flex-col gap-5">
      <p className="sr-only">Loading</p>
      <Skeleton className="h-8 w-48" />
      <Skeleton className="h-40 w-full" />
    </div>
  );
}
