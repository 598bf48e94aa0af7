import Link from "next/link";
import type { ReactNode } from "react";
import { CodeBlock } from "@/components/code-block";
import { formatBytes } from "@/components/format-bytes";
import { KeyValues } from "@/components/key-values";
import { PayloadView } from "@/components/payload-view";
import { Time } from "@/components/time";
import type { SignatureScheme } from "@/db/enums";
import type { IncomingRequestDetail } from "@/features/incoming-webhooks/request-schema";
import { TraceView } from "@/features/trace/trace-view";
import { formatDuration } from "@/lib/time";
import { incomingRequestHref } from "./incoming-links";
import { RequestSigned } from "./request-signed";

const LINK_CLASSES = "rounded-sm text-link underline decoration-1 underline-offset-3 hover:decoration-2";

interface RequestDetailProps {
  request: IncomingRequestDetail;
  /** That the webhook is set to now. */
  scheme: SignatureScheme;
}

/** All there is to know about a request, the verdict first. */
export function RequestDetail({ request, scheme }: RequestDetailProps) {
  const headers = Object.entries(request.headers)
    .map(([name, value]) => `${name}: ${value}`)
    .toSorted()
    .join("\n");
  return (
    <div className="flex flex-col gap-6">
      <p className="text-base text-pretty wrap-anywhere">{request.verdict}</p>
      <Section title="Facts">
        <RequestFacts request={request} />
      </Section>
      <Section title="Trace">
        <TraceView of={{ webhookId: request.webhookId, requestId: request.id }} currentId={request.id} />
      </Section>
      <Section title="What was signed">
        <RequestSigned request={request} scheme={scheme} />
      </Section>
      <Section title="Request">
        <CodeBlock title="Request headers" code={headers} isWrapped />
        <PayloadView
          label="Request body"
          body={request.body}
          encoding={request.bodyEncoding}
          contentType={request.headers["content-type"]}
          sizeBytes={request.bodyBytes}
          filename="request-body.json"
        />
        {request.reason === "too_large" && (
          <p className="text-sm text-muted-foreground">Bodies over 1 MiB are not kept.</p>
        )}
      </Section>
      <Section title={`Our answer: ${request.statusCode}`}>
        <PayloadView
          label="Answer"
          body={JSON.stringify(request.answer)}
          contentType="application/json"
          filename="answer.json"
        />
      </Section>
    </div>
  );
}

function RequestFacts({ request }: { request: IncomingRequestDetail }) {
  const { id, webhookId, ticket, commentId, idempotencyKey, originalRequestId } = request;
  return (
    <KeyValues
      items={[
        { label: "Request id", value: id, copy: id, isMono: true },
        { label: "Received", value: <Time value={request.createdAt} display="full" /> },
        ...(ticket
          ? [
              {
                label: commentId ? "Comment on" : "Ticket",
                value: (
                  <Link className={LINK_CLASSES} href={`/tickets/${ticket.id}`} prefetch={false}>
                    #{ticket.number} {ticket.subject}
                  </Link>
                ),
              },
            ]
          : []),
        ...(originalRequestId
          ? [
              {
                label: "Repeats",
                value: (
                  <Link
                    className={LINK_CLASSES}
                    href={incomingRequestHref(webhookId, originalRequestId)}
                    prefetch={false}
                  >
                    The original request
                  </Link>
                ),
              },
            ]
          : []),
        ...(idempotencyKey
          ? [{ label: "Idempotency key", value: idempotencyKey, copy: idempotencyKey, isMono: true }]
          : []),
        { label: "From", value: request.ip ?? "An unknown address", isMono: request.ip !== null },
        { label: "Took", value: formatDuration(request.durationMs) },
        { label: "Size", value: formatBytes(request.bodyBytes) },
      ]}
    />
  );
}

function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="flex min-w-0 flex-col gap-2">
      <h3 className="text-sm font-semibold">{title}</h3>
      {children}
    </section>
  );
}
