import { cn } from "@/lib/cn";

/** The mark: a message going out and coming back. */
export function BrandMark({ className }: { className?: string }) {
  return (
    <svg viewBox="0 0 24 24" aria-hidden="true" className={cn("size-6 shrink-0", className)}>
      <rect width="24" height="24" rx="6" className="fill-primary" />
      <path
        d="M10.5 6.5 6.5 10.5l4 4M6.5 10.5h7a4 4 0 0 1 4 4v3"
        className="fill-none stroke-primary-foreground"
        strokeWidth="2"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </svg>
  );
}

/** The mark of somebody without one: the first letter of their name. */
export function LetterMark({ name }: { name: string }) {
  const [letter] = new Intl.Segmenter().segment(name.trim());
  return (
    <span
      aria-hidden
      className="flex size-7 shrink-0 items-center justify-center rounded-md bg-primary text-sm font-semibold text-primary-foreground"
    >
      {letter?.segment.toUpperCase()}
    </span>
  );
}
