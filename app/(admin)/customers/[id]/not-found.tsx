import Link from "next/link";
import { EmptyState } from "@/components/empty-state";
import { PageHeader } from "@/components/page-header";
import { Button } from "@/components/ui/button";
import { customersHref } from "@/features/customers/links";

export default function CustomerNotFound() {
  return (
    <>
      <PageHeader title="No such customer" />
      <EmptyState
        title="This address leads to no customer"
        description="The link is wrong, or the customer was deleted. Their tickets and chats are still there."
        actions={
          <Button asChild variant="primary">
            <Link href={customersHref()}>Open customers</Link>
          </Button>
        }
      />
    </>
  );
}
