"use client";

import { CopyButton } from "@/components/copy-button";
import { CodeText } from "./code-text";

/** An example to read and copy. */
export function CodeSample({ title, code }: { title: string; code: string }) {
  return (
    <div className="min-w-0 overflow-hidden rounded-lg border border-border bg-card">
      <div className="flex min-h-9 items-center justify-between gap-2 border-b border-border bg-muted pr-1 pl-3">
        <span className="truncate text-xs font-medium text-muted-foreground">{title}</span>
        <CopyButton value={code} noun={title} />
      </div>
      <CodeText label={title}>{code}</CodeText>
    </div>
  );
}
