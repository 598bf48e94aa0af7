import type { ReactNode } from "react";
import { cn } from "@/lib/cn";
import { Breadcrumbs, type Crumb } from "./breadcrumbs";

interface PageHeaderProps {
  title: ReactNode;
  description?: ReactNode;
  breadcrumbs?: Crumb[];
  /** A form that changes the title, shown in its place. */
  editor?: ReactNode;
  /** Status pills and ids beside the title. */
  meta?: ReactNode;
  /** Secondary actions first, the primary one last. */
  actions?: ReactNode;
}

/** Holds the page's only h1. */
export function PageHeader({ title, description, breadcrumbs, editor, meta, actions }: PageHeaderProps) {
  return (
    <header className="flex flex-col gap-2">
      {breadcrumbs && <Breadcrumbs items={breadcrumbs} />}
      <div className="flex flex-wrap items-start justify-between gap-x-6 gap-y-3">
        <div
          className={cn(
            "min-w-0",
            // A long title wraps rather than push a small button to a line of its own; beside a description it would be too narrow.
            !description && "grow basis-40",
          )}
        >
          <div className="flex min-h-8 flex-wrap items-center gap-x-2.5 gap-y-1">
            <h1
              tabIndex={-1}
              className={editor ? "sr-only" : "min-w-0 text-xl font-semibold tracking-tight wrap-anywhere"}
            >
              {title}
            </h1>
            {editor}
            {meta}
          </div>
          {description && (
            <p className="max-w-prose text-sm text-pretty text-muted-foreground">{description}</p>
          )}
        </div>
        {actions && <div className="flex flex-wrap items-center gap-2">{actions}</div>}
      </div>
    </header>
  );
}
