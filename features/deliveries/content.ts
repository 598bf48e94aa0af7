import "server-only";
import { sql } from "drizzle-orm";
import type { DeliveryFormat } from "@/db/enums";
import { deliveries, events } from "@/db/schema";
import type { DeliveryContent } from "@/features/formats/format";
import { FORMATS } from "@/features/formats/formats";
import { env } from "@/lib/env";

/** A delivery and its event, as `toContent` takes them. */
export const contentColumns = {
  id: deliveries.id,
  organizationId: deliveries.organizationId,
  subscriptionId: deliveries.subscriptionId,
  eventId: deliveries.eventId,
  eventType: deliveries.eventType,
  eventName: sql<string>`coalesce(${deliveries.eventName}, ${deliveries.eventType})`,
  format: deliveries.format,
  occurredAt: events.occurredAt,
  data: events.data,
  subjectType: events.subjectType,
  subjectId: events.subjectId,
  actorName: events.actorName,
};

interface ContentRow extends Omit<FormattedContent, "occurredAt" | "subject"> {
  occurredAt: Date;
  subjectType: string | null;
  subjectId: string | null;
}

interface FormattedContent extends DeliveryContent {
  format: DeliveryFormat;
}

export function toContent({ occurredAt, subjectType, subjectId, ...row }: ContentRow): FormattedContent {
  return { ...row, occurredAt: occurredAt.toISOString(), subject: toSubject(subjectType, subjectId) };
}

export function toSubject(type: string | null, id: string | null): DeliveryContent["subject"] {
  return type !== null && id !== null ? { type, id } : null;
}

/** The one way from a delivery to the bytes of its body. */
export function renderBody(delivery: FormattedContent): string {
  return FORMATS[delivery.format].body(delivery, env.APP_URL);
}
