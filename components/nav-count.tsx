interface NavCountProps {
  text: string;
  /** What is counted, for screen readers: "open tickets". */
  label: string | undefined;
}

/** The number at the end of a link of the navigation. */
export function NavCount({ text, label }: NavCountProps) {
  return (
    <span className="rounded-sm bg-neutral-soft px-1.5 text-xs font-medium text-neutral tabular-nums">
      {text}
      {label && <span className="sr-only"> {label}</span>}
    </span>
  );
}
