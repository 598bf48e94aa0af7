import type { ReactNode } from "react";

/** What is out of the ordinary with what the page shows, and the way back. */
export function Banner({ label, children }: { label: string; children: ReactNode }) {
  return (
    <section
      aria-label={label}
      className="flex flex-col items-start gap-2 rounded-lg bg-warning-soft px-4 py-3 text-sm"
    >
      {children}
    </section>
  );
}
