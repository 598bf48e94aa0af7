import { cn } from "@/lib/cn";
import { CodeLines } from "./code-lines";
import { CopyButton } from "./copy-button";

interface CodeBlockProps {
  code: string;
  /** Title of the box and name of what Copy copies: "curl command". */
  title: string;
  language?: "json" | "text";
  hasLineNumbers?: boolean;
  isWrapped?: boolean;
  className?: string;
}

/** A sample to read and copy; for payloads use PayloadView. */
export function CodeBlock({ code, title, className, ...lines }: CodeBlockProps) {
  return (
    <div className={cn("min-w-0 overflow-hidden rounded-lg border border-border bg-card", className)}>
      <div className="flex min-h-9 items-center justify-between gap-2 border-b border-border bg-muted pr-1 pl-3">
        <span className="truncate text-xs font-medium text-muted-foreground">{title}</span>
        <CopyButton value={code} noun={title} />
      </div>
      <CodeLines text={code} label={title} className="max-h-96" {...lines} />
    </div>
  );
}
