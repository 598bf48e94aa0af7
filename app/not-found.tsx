import { SearchX } from "lucide-react";
import type { Metadata } from "next";
import Link from "next/link";
import { CenteredCard, CenteredPage } from "@/components/centered-page";
import { Button } from "@/components/ui/button";

export const metadata: Metadata = { title: "Page not found" };

export default function NotFound() {
  return (
    <CenteredPage>
      <CenteredCard title="Page not found">
        <p className="flex items-start gap-2 text-sm">
          <SearchX aria-hidden className="mt-0.5 size-4 shrink-0 text-muted-foreground" />
          The address is wrong, or what it showed was deleted.
        </p>
        <Button asChild size="lg">
          <Link href="/">Go to the start page</Link>
        </Button>
      </CenteredCard>
    </CenteredPage>
  );
}
