import { queryOptions } from "@tanstack/react-query";
import { pollDelayMs } from "@/features/deliveries/polling";
import {
  getEventTraceEndpoint,
  getRequestTraceEndpoint,
  getTicketTraceEndpoint,
} from "@/features/trace/contract";
import type { Trace } from "@/features/trace/schema";
import { callEndpoint } from "@/lib/api-client";
import { SECOND_MS } from "@/lib/time";

/** What a trace is asked for by; each end of it leads to the same whole. */
export type TraceSubject =
  | { ticketId: string }
  | { eventId: string }
  | { webhookId: string; requestId: string };

/** News of a ticket may come at any time. */
const QUIET_MS = 5 * SECOND_MS;

export const traceKeys = { all: ["trace"] as const };

export function traceQuery(subject: TraceSubject) {
  return queryOptions({
    queryKey: [...traceKeys.all, subject],
    queryFn: ({ signal }) => fetchTrace(subject, signal),
    refetchInterval: ({ state }) => {
      const deliveries = state.data?.events.flatMap((event) => event.deliveries) ?? [];
      return Math.min(QUIET_MS, pollDelayMs(deliveries, Date.now()) || QUIET_MS);
    },
  });
}

function fetchTrace(subject: TraceSubject, signal: AbortSignal): Promise<Trace> {
  if ("ticketId" in subject)
    return callEndpoint(getTicketTraceEndpoint, { params: { id: subject.ticketId }, signal });
  if ("eventId" in subject)
    return callEndpoint(getEventTraceEndpoint, { params: { id: subject.eventId }, signal });
  const { webhookId: id, requestId } = subject;
  return callEndpoint(getRequestTraceEndpoint, { params: { id, requestId }, signal });
}
