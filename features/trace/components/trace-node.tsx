import type { ReactNode } from "react";
import { cn } from "@/lib/cn";

export const TRACE_LINK =
  "rounded-sm text-link wrap-anywhere underline decoration-1 underline-offset-3 hover:decoration-2";

interface TraceNodeProps {
  icon: ReactNode;
  isCurrent: boolean;
  children: ReactNode;
}

/** One station of a trace, joined to the next by a line. */
export function TraceNode({ icon, isCurrent, children }: TraceNodeProps) {
  return (
    <li
      aria-current={isCurrent || undefined}
      className="group relative grid grid-cols-[1.5rem_minmax(0,1fr)] gap-x-2 pb-4 text-sm last:pb-0"
    >
      <span
        aria-hidden
        className="absolute top-6 bottom-0 left-3 w-px -translate-x-1/2 bg-border group-last:hidden"
      />
      <span
        aria-hidden
        className={cn(
          "grid size-6 place-items-center rounded-full border border-border bg-card text-muted-foreground [&_svg]:size-3.5",
          isCurrent && "border-foreground bg-foreground text-background",
        )}
      >
        {icon}
      </span>
      <div className="flex min-w-0 flex-col gap-1 pt-0.5">{children}</div>
    </li>
  );
}
