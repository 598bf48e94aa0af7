import type { ReactNode } from "react";
import { cn } from "@/lib/cn";
import { CopyButton } from "./copy-button";

export interface KeyValue {
  label: string;
  value: ReactNode;
  /** Adds a copy button for this text. */
  copy?: string;
  /** For ids, URLs and header values. */
  isMono?: boolean;
}

interface KeyValuesProps {
  items: KeyValue[];
  /** "grid" sets short facts side by side; "rows" (default) gives each a line. */
  layout?: "rows" | "grid";
  className?: string;
}

export function KeyValues({ items, layout = "rows", className }: KeyValuesProps) {
  return (
    <dl
      className={cn(
        layout === "rows"
          ? "grid grid-cols-[minmax(7rem,auto)_minmax(0,1fr)] gap-x-4 max-md:grid-cols-1"
          : "grid grid-cols-[repeat(auto-fill,minmax(11rem,1fr))] gap-x-6 gap-y-3",
        className,
      )}
    >
      {items.map((item) => (
        <div
          key={item.label}
          className={
            layout === "rows"
              ? "col-span-full grid grid-cols-subgrid border-b border-border py-1.5 last:border-b-0"
              : "min-w-0"
          }
        >
          <dt className="py-0.5 text-sm text-muted-foreground">{item.label}</dt>
          <dd className="flex min-h-6 min-w-0 items-start gap-1 text-sm">
            <span
              className={cn("min-w-0 py-0.5 wrap-anywhere", item.isMono && "font-mono text-xs leading-5")}
            >
              {item.value}
            </span>
            {item.copy !== undefined && (
              <CopyButton value={item.copy} noun={item.label} className="-my-0.5 shrink-0" />
            )}
          </dd>
        </div>
      ))}
    </dl>
  );
}
