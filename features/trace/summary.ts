import type { Trace } from "@/features/trace/schema";
import { counted } from "@/lib/format-number";

/** "Created by Crash reporter. 3 events, 6 deliveries: 5 succeeded, 1 retrying." */
export function traceSummary({ ticket, requests, events }: Trace): string {
  const deliveries = events.flatMap((event) => event.deliveries);
  const origin = ticket ? originOf(ticket, requests) : "";
  if (events.length === 0) return `${origin}No events yet.`;
  const sent = `${origin}${counted(events.length, "event")}, `;
  if (deliveries.length === 0) return `${sent}sent to nobody.`;
  const states = [...new Set(deliveries.map(({ status }) => status))].map(
    (status) => `${deliveries.filter((delivery) => delivery.status === status).length} ${status}`,
  );
  return `${sent}${counted(deliveries.length, "delivery", "deliveries")}: ${states.join(", ")}.`;
}

function originOf({ app, source }: NonNullable<Trace["ticket"]>, [first]: Trace["requests"]): string {
  if (app) return `Filed through ${app.name}${app.host === null ? "" : ` on ${app.host}`}. `;
  if (source === "chat") return first?.message ? `Made of a chat that ${first.webhook.name} posted to. ` : "";
  return first && source === "incoming_webhook" ? `Created by ${first.webhook.name}. ` : "";
}
