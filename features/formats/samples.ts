import type { DeliveryFormat } from "@/db/enums";
import { EVENT_NAMES, type EventGroup, isEventType } from "@/features/event-catalog/names";
import { isRecord, ownValue } from "@/lib/own-path";
import { parseJson } from "@/lib/parse-json";
import { SECOND_MS } from "@/lib/time";
import type { DeliveryContent } from "./format";
import { FORMATS } from "./formats";
import { deliveryHeaders } from "./wire";

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

/** What stands where the bytes of a signature would be. */
const SIGNATURE = "5f0c1f0d3a3c1d7f8f9f5b8f8a6d0c4e2b7a9d1e3c5f7081920a3b4c5d6e7f80";
const STANDARD_SIGNATURE = "v1,K5oZfzN95Z9UVu1EsfQmfVNQhnkZ2pj9o9NDN/H/pI4=";

/** The first attempt of such a delivery: the body as it would be, signatures and the like as they might look. */
export function sampleRequest(
  event: { type: string; data: string },
  { format, hasSecret, appUrl }: { format: DeliveryFormat; hasSecret: boolean; appUrl: string },
): { headers: Record<string, string>; body: string } {
  const delivery = sampleContent(event.type, event.data);
  const timestamp = Math.floor(Date.parse(delivery.occurredAt) / SECOND_MS) + 1;
  const { signature, body } = FORMATS[format];
  const own = signature?.headers.map((name) => [name, `${signature.prefix}${SIGNATURE}`]) ?? [];
  const headers = deliveryHeaders({
    format,
    deliveryId: delivery.id,
    eventId: delivery.eventId,
    eventName: delivery.eventName,
    timestamp,
    hookSecret: "the value of the handshake",
    attempt: 1,
    hops: 1,
    hopsProof: `t=${timestamp},d=${delivery.id},v1=${SIGNATURE}`,
    signatures: hasSecret ? { ...Object.fromEntries(own), "webhook-signature": STANDARD_SIGNATURE } : {},
  });
  return { headers, body: body(delivery, appUrl) };
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
