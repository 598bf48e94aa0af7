import type { Trace, TracedEvent, TracedRequest } from "@/features/trace/schema";

export type Step = TracedRequest | TracedEvent;

/** How the ticket came to be, and what came after it. */
export function stepsOf({ ticket, requests, events }: Trace): { before: Step[]; after: Step[] } {
  const before = ticket?.source === "chat" ? postedInto(ticket.createdAt, requests, events) : [];
  const [first] = requests;
  if (first && (ticket === null || ticket.source === "incoming_webhook")) before.push(first);
  const told = new Set(before.map(({ id }) => id));
  const rest = <Part extends Step>(steps: Part[]) => steps.filter(({ id }) => !told.has(id));
  return { before, after: inTime([...rest(requests), ...rest(events)]) };
}

/** What requests posted into the chat that the ticket was made of, and what that set off. */
function postedInto(until: string, requests: TracedRequest[], events: TracedEvent[]): Step[] {
  const posted = requests.filter(({ createdAt, message }) => message !== null && createdAt <= until);
  const ids = new Set(posted.map(({ id }) => id));
  const causedBy = events.filter(
    ({ requestId, type }) => ids.has(requestId ?? "") && !type.startsWith("ticket."),
  );
  return inTime([...posted, ...causedBy]);
}

/** A request stands before the events that it caused. */
function inTime(steps: Step[]): Step[] {
  return steps.toSorted(
    (a, b) => a.createdAt.localeCompare(b.createdAt) || Number("type" in a) - Number("type" in b),
  );
}
