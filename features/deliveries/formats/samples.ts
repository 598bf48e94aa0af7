import type { DeliveryFormat } from "@/db/enums";
import { EVENT_NAMES, type EventGroup, isEventType } from "@/features/events/catalog/names";
import { isRecord, ownValue } from "@/lib/own-path";
import { parseJson } from "@/lib/parse-json";
import type { DeliveryContent } from "./format";
import { FORMATS } from "./formats";

const SAMPLE = {
  id: "01960586-07b1-7c3e-9a55-1f0d6be24c90",
  organizationId: 1,
  subscriptionId: "01960584-9d20-7e5a-b1c7-44a0f2d8c613",
  eventId: "01960586-07a0-7b11-8c02-6d2f0e9a4b57",
  occurredAt: "2026-04-05T14:04:00.000Z",
  actorName: "Mike Jones",
};

/** Of which object of the desk the events of a group tell, and where in their data its id is. */
const SUBJECTS: Partial<Record<EventGroup, { type: string; ids: string[] }>> = {
  tickets: { type: "ticket", ids: ["id"] },
  chats: { type: "chat", ids: ["chatId", "id"] },
  customers: { type: "customer", ids: ["id"] },
  agents: { type: "user", ids: ["agentid"] },
  system: { type: "subscription", ids: ["id"] },
};

/** A delivery of such an event as any might be; `data` is JSON text. */
function sampleContent(eventType: string, data: string): DeliveryContent {
  return { ...SAMPLE, eventType, eventName: eventType, data, subject: subjectOf(eventType, data) };
}

/** What bodies of deliveries in that format hold, of the shape that a receiver gets. */
export function sampleDeliveries(
  event: { type: string; data: string },
  format: DeliveryFormat,
  appUrl: string,
): unknown[] {
  return [parseJson(FORMATS[format].body(sampleContent(event.type, event.data), appUrl))];
}

function subjectOf(eventType: string, data: string): DeliveryContent["subject"] {
  const kind = isEventType(eventType) ? SUBJECTS[EVENT_NAMES[eventType].group] : undefined;
  const parsed = parseJson(data);
  if (!kind || !isRecord(parsed)) return null;
  const id = kind.ids.map((name) => ownValue(parsed, name)).find((value) => value !== undefined);
  return id === undefined || id === null ? null : { type: kind.type, id: String(id) };
}
