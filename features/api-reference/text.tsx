import type { ReactNode } from "react";

/** Plain words in which backticks mark code, as descriptions in the document have it. */
export function Text({ children }: { children: string }) {
  return children.split("`").map((part, index): ReactNode => {
    if (index % 2 === 0) return part;
    // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a constant text.
    return <Code key={index}>{part}</Code>;
  });
}

export function Code({ children }: { children: ReactNode }) {
  return (
    <code className="rounded-sm bg-muted px-1 py-px font-mono text-[0.92em] wrap-anywhere">{children}</code>
  );
}
