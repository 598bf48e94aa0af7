import Link from "next/link";
import type { ReactNode } from "react";
import { formatBytes } from "@/components/format-bytes";
import { KeyValues } from "@/components/key-values";
import { Time } from "@/components/time";
import { chatHref } from "@/features/chats/links";
import type { IncomingRequestDetail } from "@/features/incoming-requests/schema";
import { incomingRequestHref } from "@/features/incoming-webhooks/links";
import { ticketHref } from "@/features/tickets/links";
import { formatDuration } from "@/lib/time";

const LINK_CLASSES = "rounded-sm text-link underline decoration-1 underline-offset-3 hover:decoration-2";

/** What is known about a request besides its bytes, with the way to what it belongs to. */
export function RequestFacts({ request }: { request: IncomingRequestDetail }) {
  const { id, webhookId, ticket, commentId, idempotencyKey, originalRequestId, replayOf, replays } = request;
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
                  <Link className={LINK_CLASSES} href={ticketHref(ticket.id)} prefetch={false}>
                    #{ticket.number} {ticket.subject}
                  </Link>
                ),
              },
            ]
          : []),
        ...(request.chatId
          ? [
              {
                label: "Message in",
                value: (
                  <Link className={LINK_CLASSES} href={chatHref(request.chatId)} prefetch={false}>
                    The chat
                  </Link>
                ),
              },
            ]
          : []),
        ...(originalRequestId
          ? [
              {
                label: request.reason === "idempotency_key_reused" ? "Key of" : "Repeats",
                value: (
                  <RequestLink webhookId={webhookId} id={originalRequestId}>
                    The original request
                  </RequestLink>
                ),
              },
            ]
          : []),
        ...(replayOf
          ? [
              {
                label: "Replay of",
                value: (
                  <RequestLink webhookId={webhookId} id={replayOf}>
                    The original request
                  </RequestLink>
                ),
              },
            ]
          : []),
        ...(replays.length > 0
          ? [
              {
                label: "Replayed",
                value: (
                  <span className="flex flex-col items-start">
                    {replays.map((replay) => (
                      <RequestLink key={replay.id} webhookId={webhookId} id={replay.id}>
                        <Time value={replay.createdAt} display="full" />
                      </RequestLink>
                    ))}
                  </span>
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

interface RequestLinkProps {
  webhookId: string;
  id: string;
  children: ReactNode;
}

function RequestLink({ webhookId, id, children }: RequestLinkProps) {
  return (
    <Link className={LINK_CLASSES} href={incomingRequestHref(webhookId, id)} prefetch={false}>
      {children}
    </Link>
  );
}
