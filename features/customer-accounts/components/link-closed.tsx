import { CircleAlert } from "lucide-react";
import type { ReactNode } from "react";

/** Why a link opens nothing, and what to do about it. */
export function LinkClosed({ children }: { children: ReactNode }) {
  return (
    <p className="flex items-start gap-2 text-sm text-muted-foreground">
      <CircleAlert aria-hidden className="mt-0.5 size-4 shrink-0" />
      <span className="min-w-0">{children}</span>
    </p>
  );
}
