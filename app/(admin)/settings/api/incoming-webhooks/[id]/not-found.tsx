import Link from "next/link";
import { Button } from "@/components/ui/button";
import { MissingObject } from "@/features/audit-log/missing-object";
import { incomingWebhooksHref } from "@/features/incoming-webhooks/links";

export default function IncomingWebhookNotFound() {
  return (
    <MissingObject
      noun="incoming webhook"
      type="incoming_webhook"
      remains="Its senders get 404. The tickets it opened are still there."
      actions={
        <Button asChild variant="primary">
          <Link href={incomingWebhooksHref()}>Open incoming webhooks</Link>
        </Button>
      }
    />
  );
}
