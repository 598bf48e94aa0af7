import type { ReactNode } from "react";
import { BrandMark } from "@/components/brand";

export default function AuthLayout({ children }: { children: ReactNode }) {
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
