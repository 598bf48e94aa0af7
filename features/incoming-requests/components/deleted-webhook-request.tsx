"use client";

import { useQuery } from "@tanstack/react-query";
import { PageHeader } from "@/components/page-header";
import { Time } from "@/components/time";
import { incomingRequestQuery } from "@/features/incoming-requests/hooks";
import { incomingWebhooksHref } from "@/features/incoming-webhooks/links";
import { RequestDetail } from "./request-detail";
import { RequestWaiting } from "./request-problem";
import { titleOf } from "./request-title";

interface DeletedWebhookRequestProps {
  webhookId: string;
  requestId: string;
}

/** What a trace leads to when the webhook is gone: its request to read, and nothing to do. */
export function DeletedWebhookRequest({ webhookId, requestId }: DeletedWebhookRequestProps) {
  const { data: request, error, refetch } = useQuery(incomingRequestQuery(webhookId, requestId));
  return (
    <div className="flex flex-col gap-4">
      <PageHeader
        breadcrumbs={[
          { label: "Incoming webhooks", href: incomingWebhooksHref() },
          { label: request?.webhook.name ?? "Deleted webhook" },
        ]}
        title={request ? titleOf(request) : "Request"}
      />
      {request?.webhook.deletedAt && (
        <p className="rounded-lg bg-warning-soft px-4 py-3 text-sm">
          <strong className="font-medium">This webhook was deleted</strong>{" "}
          <Time value={request.webhook.deletedAt} />. Its requests can be read for as long as the log is kept.
        </p>
      )}
      <section aria-labelledby="request-heading" className="max-w-3xl min-w-0">
        <h2 id="request-heading" className="sr-only">
          What came and what became of it
        </h2>
        {request ? (
          <RequestDetail key={request.id} request={request} scheme={request.signatureScheme} />
        ) : (
          <RequestWaiting error={error} onRetry={() => void refetch()} />
        )}
      </section>
    </div>
  );
}
