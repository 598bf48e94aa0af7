import Link from "next/link";
import { CopyButton } from "@/components/copy-button";
import type { Column } from "@/components/data-table-types";
import { formatBytes } from "@/components/format-bytes";
import { Time } from "@/components/time";
import { chatHref } from "@/features/chats/links";
import type { IncomingRequest } from "@/features/incoming-requests/schema";
import { ticketHref } from "@/features/tickets/links";
import { formatDuration } from "@/lib/time";
import { REASON_LABELS, REQUEST_RESULT, RequestResultPill } from "./request-result";

const LINK_CLASSES =
  "rounded-sm whitespace-nowrap text-link underline decoration-1 underline-offset-3 hover:decoration-2";

export const REQUEST_COLUMNS: Column<IncomingRequest>[] = [
  {
    id: "time",
    header: "Time",
    className: "whitespace-nowrap",
    cell: ({ id, result, createdAt }) => (
      <>
        <Time value={createdAt} />
        {/* The link needs a name of its own among 25 rows of the same time. */}
        <span className="sr-only">
          {" "}
          {REQUEST_RESULT[result].label}, request {id}
        </span>
      </>
    ),
  },
  {
    id: "result",
    header: "Result",
    isWide: true,
    cell: ({ result, reason, remarks, isPossibleReplay, unprovenHops, isReplayed, replayOf }) => (
      <span className="inline-flex flex-wrap items-center gap-x-1.5 gap-y-0.5">
        <RequestResultPill result={result} />
        {reason && <span className="text-xs text-muted-foreground">{REASON_LABELS[reason]}</span>}
        {remarks && <span className="text-xs text-muted-foreground">With remarks</span>}
        {isPossibleReplay && <span className="text-xs text-muted-foreground">Possible replay</span>}
        {unprovenHops !== null && <span className="text-xs text-muted-foreground">Unverified hops</span>}
        {isReplayed && <span className="text-xs text-muted-foreground">Replayed</span>}
        {replayOf && <span className="text-xs text-muted-foreground">By a replay</span>}
      </span>
    ),
  },
  {
    id: "http",
    header: "HTTP answer",
    cell: ({ statusCode }) => <span className="font-mono text-xs tabular-nums">{statusCode}</span>,
  },
  { id: "created", header: "Created", cell: (request) => <Created request={request} /> },
  {
    id: "key",
    header: "Idempotency key",
    priority: 3,
    cell: ({ idempotencyKey }) =>
      idempotencyKey === null ? (
        <None />
      ) : (
        <span className="inline-flex items-center gap-0.5">
          <span className="max-w-32 truncate font-mono text-xs" title={idempotencyKey}>
            {idempotencyKey}
          </span>
          <CopyButton value={idempotencyKey} noun="Idempotency key" />
        </span>
      ),
  },
  {
    id: "ip",
    header: "IP",
    priority: 2,
    cell: ({ ip }) => (ip === null ? <None /> : <span className="font-mono text-xs">{ip}</span>),
  },
  {
    id: "duration",
    header: "Duration",
    priority: 3,
    align: "end",
    cell: ({ durationMs }) => formatDuration(durationMs),
  },
  {
    id: "size",
    header: "Size",
    priority: 3,
    align: "end",
    className: "whitespace-nowrap",
    cell: ({ bodyBytes }) => formatBytes(bodyBytes),
  },
];

function Created({ request: { ticket, commentId, chatId } }: { request: IncomingRequest }) {
  if (chatId)
    return (
      <Link href={chatHref(chatId)} prefetch={false} className={LINK_CLASSES}>
        Message
      </Link>
    );
  if (!ticket) return <None />;
  return (
    <Link href={ticketHref(ticket.id)} prefetch={false} title={ticket.subject} className={LINK_CLASSES}>
      {commentId ? "Comment on " : "Ticket "}#{ticket.number}
    </Link>
  );
}

function None() {
  return (
    <span className="text-muted-foreground">
      <span aria-hidden>–</span>
      <span className="sr-only">none</span>
    </span>
  );
}
