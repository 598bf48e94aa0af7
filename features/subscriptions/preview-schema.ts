import * as z from "zod";
import { filterConditionSchema } from "@/features/event-filter/schema";
import { matchFields } from "@/features/subscriptions/schema";
import { numericIdSchema, storableText } from "@/lib/wire-types";

export const PREVIEW_MAX_EVENTS = 5000;

const draftFields = {
  ...z.object(matchFields).partial().shape,
  subscriptionId: z.uuid().optional().meta({
    description: "Of a subscription that is to be changed: what is left out here is as it has it.",
  }),
};

function hasTypes(draft: {
  subscriptionId?: string | undefined;
  eventTypes?: string[] | undefined;
}): boolean {
  return draft.subscriptionId !== undefined || draft.eventTypes !== undefined;
}

const NO_TYPES = { path: ["eventTypes"], error: "Choose at least one event, or name a subscription." };

export const previewSubscriptionSchema = z
  .strictObject(draftFields)
  .refine(hasTypes, NO_TYPES)
  .meta({
    id: "PreviewSubscription",
    example: {
      eventTypes: ["subscription.*"],
      filter: { all: [{ path: "name", operator: "equals", value: "Warehouse" }] },
    },
  });

const countSchema = z.int().meta({ example: 37 });

export const subscriptionPreviewSchema = z
  .object({
    since: z.iso
      .datetime()
      .meta({ description: "The time of the oldest event that was looked at, or 7 days ago." }),
    isCapped: z.boolean().meta({
      description: `Whether there are more than ${PREVIEW_MAX_EVENTS} events in 7 days: only the newest were looked at.`,
    }),
    events: z.int().meta({ description: "How many events were looked at; tests are not.", example: 1204 }),
    matches: countSchema.meta({ description: "How many of them match." }),
    matchesNow: countSchema.nullable().meta({
      description: "How many match the subscription as it is; null without one.",
    }),
    types: z
      .array(
        z.object({
          type: z.string().meta({ example: "ticket.created" }),
          matches: countSchema,
          matchesNow: countSchema.nullable(),
        }),
      )
      .meta({ description: "By event type; those without a match are left out." }),
    waitingDeliveries: countSchema.nullable().meta({
      description:
        "Deliveries of the subscription that wait, also for a retry, counted up to 1000: they go to its target URL of then. null without one.",
    }),
  })
  .meta({ id: "SubscriptionPreview" });

export const checkSubscriptionSchema = z
  .strictObject({
    ...draftFields,
    event: z
      .union([
        z.strictObject({ id: z.uuid().meta({ description: "Of an event that was published." }) }),
        z.strictObject({
          type: storableText().max(120),
          data: z.record(z.string(), z.unknown()),
          teamId: numericIdSchema.nullish(),
          accountId: numericIdSchema.nullish(),
          sequenceId: z.int().positive().nullish(),
        }),
      ])
      .meta({ description: "An event's id, or what one would have." }),
  })
  .refine(hasTypes, NO_TYPES)
  .meta({
    id: "CheckSubscription",
    example: {
      eventTypes: ["subscription.*"],
      filter: { all: [{ path: "name", operator: "equals", value: "Warehouse" }] },
      event: { type: "subscription.disabled", data: { name: "Warehouse" } },
    },
  });

export const subscriptionCheckSchema = z
  .object({
    isMatch: z.boolean(),
    type: z.boolean().meta({ description: "Whether its events cover the type." }),
    level: z
      .boolean()
      .meta({ description: "Whether its level agrees with the event's team, account or sequence." }),
    filter: z.boolean().meta({ description: "Whether the filter lets the data pass." }),
    conditions: z
      .array(filterConditionSchema.extend({ holds: z.boolean() }))
      .meta({ description: "Each condition of the filter, and whether it holds." }),
  })
  .meta({ id: "SubscriptionCheck" });

export type PreviewSubscription = z.output<typeof previewSubscriptionSchema>;
export type SubscriptionPreview = z.output<typeof subscriptionPreviewSchema>;
export type CheckSubscription = z.output<typeof checkSubscriptionSchema>;
export type SubscriptionCheck = z.output<typeof subscriptionCheckSchema>;
