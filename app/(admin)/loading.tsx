import { Skeleton } from "@/components/ui/skeleton";

export default function Loading() {
  return (
    <div aria-busy className="flex flex-col gap-5">
      <p className="sr-only">Loading</p>
      <Skeleton className="h-6 w-48" />
      <Skeleton className="h-8 w-full max-w-md" />
      <Skeleton className="h-72 w-full rounded-lg" />
    </div>
  );
}
