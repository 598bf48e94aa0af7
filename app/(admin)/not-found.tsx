import { SearchX } from "lucide-react";
import Link from "next/link";
import { EmptyState } from "@/components/empty-state";
import { PageHeader } from "@/components/page-header";
import { Button } from "@/components/ui/button";

export default function AdminNotFound() {
  return (
    <>
      <PageHeader title="Page not found" />
      <EmptyState
        icon={<SearchX />}
        title="There is nothing at this address"
        description="The address is wrong, what it showed was deleted, or it belongs to another workspace."
        actions={
          <Button asChild variant="primary">
            <Link href="/">Go to the overview</Link>
          </Button>
        }
      />
    </>
  );
}
