import * as z from "zod";
import { DELIVERY_STATUSES } from "@/db/enums";
import { EVENT_GROUPS, EVENT_TYPES, isEventType } from "@/features/events/catalog/names";
import { pageQuerySchema } from "@/lib/pagination";
import { instantSchema, numericIdSchema } from "@/lib/wire-types";

const MAX_EVENTS_PER_CALL = 1000;

const groupSchema = z.enum(EVENT_GROUPS.map((group) => group.id));

export const eventTypeSchema = z
  .object({
    type: z.enum(EVENT_TYPES),
    group: groupSchema,
    description: z.string(),
    schema: z.record(z.string(), z.unknown()).meta({ description: "JSON Schema of the event's data." }),
    sample: z.record(z.string(), z.unknown()).meta({ description: "A valid data." }),
  })
  .meta({ id: "EventType" });

const publishEventSchema = z
  .strictObject({
    type: z
      .string()
      .max(120)
      .refine(isEventType, "Not an event type of the catalog. GET /api/v1/event-types lists them."),
    data: z.record(z.string(), z.unknown()),
    teamId: numericIdSchema.optional(),
    accountId: numericIdSchema.optional(),
    sequenceId: z.int().positive().optional(),
    occurredAt: instantSchema.optional(),
  })
  .meta({ id: "PublishEvent" });

export const publishBodySchema = z.union([
  publishEventSchema,
  z.strictObject({ events: z.array(publishEventSchema).min(1).max(MAX_EVENTS_PER_CALL) }),
]);

const publishedEventSchema = z
  .object({
    id: z.uuid(),
    type: z.string(),
    createdAt: z.iso.datetime(),
    deliveries: z.int().meta({ description: "How many subscriptions it goes to." }),
  })
  .meta({ id: "PublishedEvent" });

export const publishAnswerSchema = z.union([
  publishedEventSchema,
  z.object({ data: z.array(publishedEventSchema) }),
]);

export const eventSchema = z
  .object({
    id: z.uuid(),
    type: z.string(),
    data: z.record(z.string(), z.unknown()),
    teamId: z.int().nullable(),
    accountId: z.int().nullable(),
    sequenceId: z.int().nullable(),
    isTest: z.boolean(),
    occurredAt: z.iso.datetime(),
    createdAt: z.iso.datetime(),
  })
  .meta({ id: "Event" });

export const MATCH_REASONS = [
  "matched",
  "type_not_listed",
  "other_team",
  "other_account",
  "other_sequence",
  "created_later",
] as const;

export const eventDetailSchema = eventSchema
  .extend({
    subscriptions: z
      .array(
        z.object({
          id: z.uuid(),
          name: z.string(),
          reason: z.enum(MATCH_REASONS),
          delivery: z.object({ id: z.uuid(), status: z.enum(DELIVERY_STATUSES) }).nullable(),
        }),
      )
      .meta({
        description: "Each subscription of the organization, and why it did or did not get the event.",
      }),
  })
  .meta({ id: "EventDetail" });

export const listEventsQuerySchema = pageQuerySchema.extend({ type: z.enum(EVENT_TYPES).optional() });

export type PublishEvent = z.output<typeof publishEventSchema>;
export type PublishedEvent = z.output<typeof publishedEventSchema>;
export type EventView = z.output<typeof eventSchema>;
export type EventDetail = z.output<typeof eventDetailSchema>;
export type EventTypeView = z.output<typeof eventTypeSchema>;
export type ListEventsQuery = z.output<typeof listEventsQuerySchema>;
