import { SearchX } from "lucide-react";
import type { Metadata } from "next";
import Link from "next/link";
import { CenteredCard, CenteredPage } from "@/components/centered-page";
import { Button } from "@/components/ui/button";
import { findContext } from "@/features/auth/context";
import AdminLayout from "./(admin)/layout";
import AdminNotFound from "./(admin)/not-found";

export const metadata: Metadata = { title: "Page not found" };

/** For every address that leads nowhere: a member stays in the frame of the desk. */
export default async function NotFound() {
  if (await findContext()) {
    return (
      <AdminLayout>
        <AdminNotFound />
      </AdminLayout>
    );
  }
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
