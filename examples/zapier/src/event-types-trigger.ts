import type { Bundle, Trigger, ZObject } from "zapier-platform-core";
import { apiUrl } from "./authentication.js";

/** Fills the drop-down of events; not shown by itself. */
export const eventTypesTrigger = {
  key: "event_types" as const,
  noun: "Event Type",
  display: { label: "List Event Types", description: "Lists what can happen.", hidden: true },
  operation: { type: "polling", perform: listEventTypes },
} satisfies Trigger;

async function listEventTypes(z: ZObject, bundle: Bundle) {
  const response = await z.request<{ data: { type: string; description: string }[] }>(
    apiUrl(bundle, "event-types"),
  );
  return response.data.data.map(({ type, description }) => ({ id: type, name: `${type}: ${description}` }));
}
