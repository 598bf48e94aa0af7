import type { ReactNode } from "react";
import { BrandMark } from "@/components/brand";

/** A page without the shell, for whoever is not signed in. */
export function CenteredPage({ children }: { children: ReactNode }) {
  return (
    <main className="mx-auto flex min-h-dvh w-full max-w-md flex-col justify-center gap-6 px-4 py-10">
      <p className="flex items-center gap-2.5 text-base font-semibold">
        <BrandMark className="size-7" />
        Replify
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
