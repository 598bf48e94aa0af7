import { LoaderCircle } from "lucide-react";
import { cn } from "@/lib/cn";

/** Pass an empty label where words beside the spinner already say what is going on. */
export function Spinner({ label = "Loading", className }: { label?: string; className?: string }) {
  return (
    <LoaderCircle
      className={cn("size-4 animate-spin", className)}
      {...(label ? { role: "img", "aria-label": label } : { "aria-hidden": true })}
    />
  );
}
