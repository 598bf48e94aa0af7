import type { Trace } from "@/features/trace/schema";

/** So many events, and so many requests, the oldest of each. */
export const MAX_PARTS = 100;

/** What is left out of a trace that is cut. */
export function cutText({ requests, events }: Pick<Trace, "requests" | "events">): string {
  const full = [
    ...(requests.length >= MAX_PARTS ? [`${MAX_PARTS} requests`] : []),
    ...(events.length >= MAX_PARTS ? [`${MAX_PARTS} events`] : []),
  ];
  if (full.length > 0) return `Only the first ${full.join(" and the first ")} are shown.`;
  return "The ticket has more requests or events than fit here: only how it began and this one are shown.";
}
