import type { CSSProperties, ReactNode } from "react";
import { BrandMark } from "@/components/brand";

interface CenteredPageProps {
  /** Whose page it is, where it isn't Replify's. */
  brand?: { name: string; mark: ReactNode; style: CSSProperties };
  children: ReactNode;
}

/** A page without the shell, for whoever is not signed in. */
export function CenteredPage({ brand, children }: CenteredPageProps) {
  return (
    <main
      style={brand?.style}
      className="mx-auto flex min-h-dvh w-full max-w-md flex-col justify-center gap-6 px-4 py-10"
    >
      <p className="flex items-center gap-2.5 text-base font-semibold">
        {brand?.mark ?? <BrandMark className="size-7" />}
        <span className="min-w-0 truncate">{brand?.name ?? "Replify"}</span>
      </p>
      {children}
    </main>
  );
}

export function CenteredCard({ title, children }: { title: ReactNode; children: ReactNode }) {
  return (
    <div className="flex flex-col gap-5 rounded-xl border border-border bg-card p-6 shadow-xs">
      <h1 className="text-xl font-semibold tracking-tight wrap-anywhere">{title}</h1>
      {children}
    </div>
  );
}
