import { type ReactNode, useId } from "react";
import { cn } from "@/lib/cn";

interface CardProps {
  title: string;
  /** Of the URL's hash. */
  id?: string;
  /** Beside the title, such as a link to the whole list. */
  action?: ReactNode;
  className?: string;
  children: ReactNode;
}

/** A titled box of a page, which screen readers know as a region. */
export function Card({ title, id, action, className, children }: CardProps) {
  const headingId = useId();
  return (
    <section
      id={id}
      aria-labelledby={headingId}
      className={cn("min-w-0 scroll-mt-4 rounded-lg border border-border bg-card p-4 shadow-xs", className)}
    >
      <div className="mb-2 flex flex-wrap items-baseline justify-between gap-x-4">
        <h2 id={headingId} className="text-sm font-semibold">
          {title}
        </h2>
        {action}
      </div>
      {children}
    </section>
  );
}
