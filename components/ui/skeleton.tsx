import { cn } from "@/lib/cn";

/** A grey stand-in that appears after 150 ms; the region around it carries `aria-busy`. */
export function Skeleton({ className }: { className?: string }) {
  return <span aria-hidden className={cn("block h-3.5 animate-reveal rounded-sm bg-accent", className)} />;
}
