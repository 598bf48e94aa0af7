import { SearchX } from "lucide-react";
import type { Metadata } from "next";
import Link from "next/link";
import { Button } from "@/components/ui/button";

export const metadata: Metadata = { title: "Page not found" };

export default function NotFound() {
  return (
    <div className="flex min-h-[70dvh] flex-col items-center justify-center gap-2 px-4 text-center">
      <SearchX aria-hidden className="mb-1 size-7 text-muted-foreground" />
      <h1 className="text-xl font-semibold">Page not found</h1>
      <p className="max-w-prose text-sm text-muted-foreground">
        The address is wrong, what it showed was deleted, or it belongs to another workspace.
      </p>
      <Button asChild className="mt-3">
        <Link href="/">Go to the overview</Link>
      </Button>
    </div>
  );
}
