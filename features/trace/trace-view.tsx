"use client";

import { useQuery } from "@tanstack/react-query";
import { Inbox, MessageSquare, Ticket } from "lucide-react";
import Link from "next/link";
import { useState } from "react";
import { ErrorState } from "@/components/error-state";
import { Time } from "@/components/time";
import { Button } from "@/components/ui/button";
import { Skeleton } from "@/components/ui/skeleton";
import { chatHref } from "@/features/chats/links";
import { incomingRequestHref } from "@/features/incoming-webhooks/links";
import { ticketHref } from "@/features/tickets/links";
import { cutText } from "@/features/trace/cut-text";
import { type TraceSubject, traceQuery } from "@/features/trace/hooks";
import type { Trace, TracedRequest } from "@/features/trace/schema";
import { type Step, stepsOf } from "@/features/trace/steps";
import { traceSummary } from "@/features/trace/summary";
import { cn } from "@/lib/cn";
import { EventNode } from "./components/event-node";
import { TRACE_LINK, TraceNode } from "./components/trace-node";

interface TraceViewProps {
  of: TraceSubject;
  /** The request, ticket, event or delivery that is being looked at: marked, and not linked to itself. */
  currentId: string;
  /** So many events and later requests are shown until the reader asks for the rest. */
  first?: number;
}

/** As much as a short trace comes to need: what stands below is not pushed down while its deliveries are under way. */
const HEIGHT = "min-h-72";

/** Request in → ticket → events → deliveries → attempts, as a list; the same from whichever end one comes. */
export function TraceView({ of, currentId, first }: TraceViewProps) {
  const { data: trace, error, refetch } = useQuery(traceQuery(of));
  if (trace)
    return <TraceList trace={trace} currentId={currentId} first={first ?? Number.POSITIVE_INFINITY} />;
  if (error)
    return <ErrorState title="The trace could not be loaded" error={error} onRetry={() => void refetch()} />;
  return <Skeleton className={cn("w-full", HEIGHT)} />;
}

interface TraceListProps {
  trace: Trace;
  currentId: string;
  first: number;
}

function TraceList({ trace, currentId, first: count }: TraceListProps) {
  const { ticket, isCut, withheld } = trace;
  const [isWhole, setIsWhole] = useState(false);
  const { before, after } = stepsOf(trace);
  const hidden = isWhole ? 0 : Math.max(0, before.length - count) + Math.max(0, after.length - count);
  const shown = (steps: Step[]) =>
    (isWhole ? steps : steps.slice(0, count)).map((step) => (
      <StepNode key={step.id} step={step} currentId={currentId} />
    ));
  return (
    <div className={cn("flex min-w-0 flex-col gap-3", HEIGHT)}>
      <p className="text-sm text-pretty text-muted-foreground">{traceSummary(trace)}</p>
      <ol className="flex min-w-0 flex-col" aria-label="Trace">
        {shown(before)}
        {ticket && (
          <TraceNode icon={<Ticket />} isCurrent={ticket.id === currentId}>
            <TicketLink ticket={ticket} isCurrent={ticket.id === currentId} />
            <p className="text-xs text-muted-foreground">
              {ticket.status}, opened <Time value={ticket.createdAt} />
            </p>
          </TraceNode>
        )}
        {shown(after)}
      </ol>
      {hidden > 0 && (
        <Button size="sm" className="self-start" onClick={() => setIsWhole(true)}>
          Show {hidden} more
        </Button>
      )}
      {isCut && <p className="text-xs text-muted-foreground">{cutText(trace)}</p>}
      {withheld.length > 0 && (
        <p className="text-xs text-muted-foreground">
          Parts of the trace are hidden: your role lacks {withheld.join(", ")}. An admin can change it.
        </p>
      )}
    </div>
  );
}

function StepNode({ step, currentId }: { step: Step; currentId: string }) {
  if (!("webhook" in step)) return <EventNode event={step} currentId={currentId} />;
  return (
    <>
      <RequestNode request={step} currentId={currentId} />
      {step.message && <MessageNode message={step.message} />}
    </>
  );
}

/** What a request posted into a chat. */
function MessageNode({ message }: { message: NonNullable<TracedRequest["message"]> }) {
  const { chatId, authorName, snippet } = message;
  return (
    <TraceNode icon={<MessageSquare />} isCurrent={false}>
      <Link className={TRACE_LINK} href={chatHref(chatId)} prefetch={false}>
        Message by {authorName}
      </Link>
      <p className="line-clamp-2 text-xs wrap-anywhere text-muted-foreground">{snippet}</p>
    </TraceNode>
  );
}

function RequestNode({ request, currentId }: { request: TracedRequest; currentId: string }) {
  const isCurrent = request.id === currentId;
  const title = `Request from ${request.webhook.name}`;
  return (
    <TraceNode icon={<Inbox />} isCurrent={isCurrent}>
      {isCurrent ? (
        <span className="font-medium">{title}</span>
      ) : (
        <Link
          className={TRACE_LINK}
          href={incomingRequestHref(request.webhook.id, request.id)}
          prefetch={false}
        >
          {title}
        </Link>
      )}
      <p className="text-xs text-muted-foreground">
        {request.result}, answered {request.statusCode} · <Time value={request.createdAt} />
      </p>
    </TraceNode>
  );
}

function TicketLink({ ticket, isCurrent }: { ticket: NonNullable<Trace["ticket"]>; isCurrent: boolean }) {
  const text = `#${ticket.number} ${ticket.subject}`;
  if (isCurrent) return <span className="font-medium wrap-anywhere">{text}</span>;
  return (
    <Link className={TRACE_LINK} href={ticketHref(ticket.id)} prefetch={false}>
      {text}
    </Link>
  );
}
