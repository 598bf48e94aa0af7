import { Link2 } from "lucide-react";
import type { ReactNode } from "react";
import { cn } from "@/lib/cn";

interface SectionProps {
  /** Of the URL's hash. */
  id: string;
  title: string;
  /** 2 for a chapter, 3 for what is in it. */
  level: 2 | 3;
  children: ReactNode;
}

/** A part of the page that links can point to; its heading takes the focus when one steps there. */
export function Section({ id, title, level, children }: SectionProps) {
  const Heading = `h${level}` as const;
  return (
    <section className="flex min-w-0 flex-col gap-3">
      <div className="group flex items-center gap-1.5">
        <Heading
          id={id}
          tabIndex={-1}
          className={cn(
            // On a phone two bars stick to the top, which is more than the page's scroll padding.
            "font-semibold tracking-tight text-pretty focus-visible:outline-none max-md:scroll-mt-16",
            level === 2 ? "text-xl" : "text-lg",
          )}
        >
          {title}
        </Heading>
        <a
          href={`#${id}`}
          aria-label={`Link to “${title}”`}
          className="inline-flex size-6 shrink-0 items-center justify-center rounded-sm text-muted-foreground opacity-0 group-hover:opacity-100 focus-visible:opacity-100 max-md:opacity-100"
        >
          <Link2 aria-hidden className="size-4" />
        </a>
      </div>
      {children}
    </section>
  );
}

export function Prose({ children }: { children: ReactNode }) {
  return <p className="max-w-prose text-base text-pretty">{children}</p>;
}
