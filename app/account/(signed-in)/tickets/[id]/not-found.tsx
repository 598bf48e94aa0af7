import Link from "next/link";
import { EmptyState } from "@/components/empty-state";
import { PageHeader } from "@/components/page-header";
import { Button } from "@/components/ui/button";
import { accountHref } from "@/features/account/links";

export default function AccountTicketNotFound() {
  return (
    <>
      <PageHeader title="No such ticket" />
      <EmptyState
        title="This address leads to no ticket of yours"
        description="The link is wrong, or it belongs to another account."
        actions={
          <Button asChild variant="primary">
            <Link href={accountHref()}>Open my tickets</Link>
          </Button>
        }
      />
    </>
  );
}
