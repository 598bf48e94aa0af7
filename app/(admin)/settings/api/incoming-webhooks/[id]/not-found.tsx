import Link from "next/link";
import { EmptyState } from "@/components/empty-state";
import { PageHeader } from "@/components/page-header";
import { Button } from "@/components/ui/button";
import { incomingWebhooksHref } from "@/features/incoming-webhooks/links";

export default function IncomingWebhookNotFound() {
  return (
    <>
      <PageHeader title="No such incoming webhook" />
      <EmptyState
        title="This address leads to no incoming webhook"
        description="The link is wrong, or the webhook was deleted and its senders get 404."
        actions={
          <Button asChild variant="primary">
            <Link href={incomingWebhooksHref()}>Open incoming webhooks</Link>
          </Button>
        }
      />
    </>
  );
}
