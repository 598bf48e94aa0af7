import * as z from "zod";
import { DELIVERY_STATUSES } from "@/db/enums";
import { heldReasonSchema } from "@/features/deliveries/schema";
import { withheldSchema } from "@/features/event-catalog/withheld";
import { filterConditionSchema } from "@/features/event-filter/schema";
import { pageQuerySchema } from "@/lib/pagination";
import { instantSchema, numericIdSchema, storableText } from "@/lib/wire-types";

const MAX_EVENTS_PER_CALL = 1000;

const EXAMPLE_DATA = { subject: "Checkout shows a blank page", priority: "high" };

const publishEventSchema = z
  .strictObject({
    type: storableText()
      .max(120)
      .meta({ description: "A name of the catalog: GET /api/v1/event-types lists them." }),
    data: z
      .record(z.string(), z.unknown())
      .meta({ description: "As the schema of the event type says: GET /api/v1/event-types/{type}." }),
    teamId: numericIdSchema.optional().meta({ description: "Lets subscriptions at team level get it." }),
    accountId: numericIdSchema
      .optional()
      .meta({ description: "A user's id. Lets subscriptions at account level get it." }),
    sequenceId: z
      .int()
      .positive()
      .optional()
      .meta({ description: "Lets subscriptions at sequence level get it." }),
    occurredAt: instantSchema
      .optional()
      .meta({ description: "When it happened, if not now; deliveries carry it as their timestamp." }),
  })
  .meta({ id: "PublishEvent", example: { type: "ticket.created", data: EXAMPLE_DATA } });

export const publishBodySchema = z.union([
  publishEventSchema,
  z
    .strictObject({ events: z.array(publishEventSchema).min(1).max(MAX_EVENTS_PER_CALL) })
    .meta({ id: "PublishEvents", description: "A batch: all of it is taken, or nothing." }),
]);

const publishedEventSchema = z
  .object({
    id: z.uuid(),
    type: z.string().meta({ example: "ticket.created" }),
    createdAt: z.iso.datetime(),
    deliveries: z.int().meta({ description: "How many subscriptions it goes to.", example: 2 }),
  })
  .meta({ id: "PublishedEvent" });

export const publishAnswerSchema = z.union([
  publishedEventSchema,
  z
    .object({ data: z.array(publishedEventSchema) })
    .meta({ id: "PublishedEvents", description: "For a batch, in its order." }),
]);

export const eventSchema = z
  .object({
    id: z.uuid(),
    type: z.string().meta({ example: "ticket.created" }),
    data: z.record(z.string(), z.unknown()).nullable().meta({
      description: "null without the scope to read what it tells of: `withheld` names it.",
      example: EXAMPLE_DATA,
    }),
    withheld: withheldSchema,
    teamId: z.int().nullable(),
    accountId: z.int().nullable(),
    sequenceId: z.int().nullable(),
    isTest: z.boolean().meta({ description: "Sent by hand to one subscription, to try it." }),
    subject: z
      .object({ type: z.string(), id: z.string() })
      .nullable()
      .meta({ description: "What it is about, e.g. a ticket; null for events that were published." }),
    requestId: z
      .uuid()
      .nullable()
      .meta({ description: "The request of an incoming webhook that caused it." }),
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
  "filtered_out",
  "created_later",
  "changed_later",
] as const;

/** Where a miss is shown, in any answer. */
export const failedConditionSchema = filterConditionSchema.nullable().meta({
  description:
    "For `filtered_out`, the first condition of the filter that does not hold though it must; null where any of several would have done, for other reasons, and without the right to read the event's data and the subscription.",
  example: null,
});

export const eventDetailSchema = eventSchema
  .extend({
    subscriptions: z
      .array(
        z.object({
          id: z.uuid().meta({ example: "01960584-9d20-7e5a-b1c7-44a0f2d8c613" }),
          name: z.string().meta({ example: "Warehouse" }),
          reason: z.enum(MATCH_REASONS).meta({
            description:
              "`changed_later`: it would match today, but its events, scope or filter were others then.",
          }),
          failedCondition: failedConditionSchema,
          delivery: z
            .object({ id: z.uuid(), status: z.enum(DELIVERY_STATUSES), heldReason: heldReasonSchema })
            .nullable()
            .meta({
              example: {
                id: "01960586-07b1-7c3e-9a55-1f0d6be24c90",
                status: "succeeded",
                heldReason: null,
              },
            }),
        }),
      )
      .meta({
        description: "Each subscription of the organization, and why it did or did not get the event.",
      }),
  })
  .meta({ id: "EventDetail" });

export const listEventsQuerySchema = pageQuerySchema.extend({ type: storableText().max(120).optional() });

export type PublishEvent = z.output<typeof publishEventSchema>;
export type PublishedEvent = z.output<typeof publishedEventSchema>;
export type MissReason = Exclude<(typeof MATCH_REASONS)[number], "matched">;
export type EventView = z.output<typeof eventSchema>;
export type EventDetail = z.output<typeof eventDetailSchema>;
export type ListEventsQuery = z.output<typeof listEventsQuerySchema>;
