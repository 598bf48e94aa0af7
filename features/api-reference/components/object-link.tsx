import type { ReactNode } from "react";

/** Leads to where the object is described. */
export function ObjectLink({ name, children }: { name: string; children: ReactNode }) {
  return (
    <a href={`#${objectAnchor(name)}`} className="text-link underline underline-offset-3">
      {children}
    </a>
  );
}

export function objectAnchor(name: string): string {
  return `object-${name}`;
}
