import Link from "next/link";
import { EmptyState } from "@/components/empty-state";
import { PageHeader } from "@/components/page-header";
import { Button } from "@/components/ui/button";
import { tokensHref } from "@/features/tokens/links";

export default function TokenNotFound() {
  return (
    <>
      <PageHeader title="No such token" />
      <EmptyState
        title="This address leads to no token"
        description="The link is wrong, or it belongs to another workspace. Revoked tokens stay in the list."
        actions={
          <Button asChild variant="primary">
            <Link href={tokensHref()}>Open tokens</Link>
          </Button>
        }
      />
    </>
  );
}
