import * as z from "zod";
import { SUBSCRIPTION_LEVELS, SUBSCRIPTION_STATUSES } from "@/db/enums";
import { isEventPattern } from "@/features/events/catalog/patterns";
import { pageQuerySchema } from "@/lib/pagination";
import { numericIdSchema, storableText } from "@/lib/wire-types";

export const RETRY_PRESETS = ["standard", "short", "extended"] as const;

const retryPolicySchema = z.union([
  z.enum(RETRY_PRESETS),
  z.strictObject({
    delaysSeconds: z
      .array(z.int().min(1, "At least 1 second.").max(86_400, "At most 24 hours."))
      .min(1, "Give at least one delay.")
      .max(12, "Give at most 12 delays."),
  }),
]);

const healthSchema = z.object({
  consecutiveFailures: z.int(),
  failingSince: z.iso.datetime().nullable(),
  pausedUntil: z.iso.datetime().nullable().meta({
    description: "While in the future, first attempts wait because the target keeps failing.",
  }),
  lastDeliveryAt: z.iso.datetime().nullable(),
  lastSuccessAt: z.iso.datetime().nullable(),
});

export const subscriptionSchema = z
  .object({
    id: z.uuid(),
    organizationId: z.int(),
    name: z.string(),
    targetUrl: z.string(),
    eventTypes: z.array(z.string()),
    isActive: z.boolean(),
    status: z.enum(SUBSCRIPTION_STATUSES),
    statusReason: z.string().nullable(),
    statusChangedAt: z.iso.datetime().nullable(),
    subscriptionLevel: z.enum(SUBSCRIPTION_LEVELS),
    teamIds: z.array(z.int()),
    sequenceIds: z.array(z.int()),
    accountId: z.int().nullable(),
    retryPolicy: retryPolicySchema,
    retryDelaysSeconds: z.array(z.int()),
    headerNames: z
      .array(z.string())
      .meta({ description: "Names of the extra request headers; values are not shown." }),
    maxInFlight: z.int(),
    health: healthSchema,
    createdBy: z.object({ id: z.int(), name: z.string() }),
    createdAt: z.iso.datetime(),
    updatedAt: z.iso.datetime(),
  })
  .meta({ id: "Subscription" });

const eventTypesSchema = z
  .array(
    z
      .string()
      .max(120)
      .refine(isEventPattern, "Not an event type of the catalog, nor a wildcard that matches one."),
  )
  .min(1, "Choose at least one event.")
  .max(200)
  .transform((types) => [...new Set(types)]);

const fields = {
  name: storableText().trim().min(1, "Give the subscription a name.").max(120),
  targetUrl: z.string().trim().min(1, "Enter the URL that should receive the events.").max(2048),
  eventTypes: eventTypesSchema,
  subscriptionLevel: z.enum(SUBSCRIPTION_LEVELS),
  teamIds: z.array(numericIdSchema).max(100),
  sequenceIds: z.array(z.int().positive()).max(100),
  accountId: numericIdSchema.nullable(),
  retryPolicy: retryPolicySchema,
  headers: z.record(z.string().max(200), z.string().max(2000)),
  maxInFlight: z.int().min(1).max(256),
};

export const createSubscriptionSchema = z.strictObject({
  name: fields.name.optional(),
  targetUrl: fields.targetUrl,
  eventTypes: fields.eventTypes,
  secret: z
    .string()
    .min(8, "A secret of your own needs at least 8 characters.")
    .max(256, "At most 256 characters.")
    .optional()
    .meta({ description: "Your own signing secret; left out, one is made." }),
  subscriptionLevel: fields.subscriptionLevel.default("organization"),
  teamIds: fields.teamIds.nullish(),
  sequenceIds: fields.sequenceIds.nullish(),
  accountId: fields.accountId.optional(),
  organizationId: numericIdSchema.optional(),
  retryPolicy: fields.retryPolicy.default("standard"),
  headers: fields.headers.optional(),
  maxInFlight: fields.maxInFlight.optional(),
});

export const updateSubscriptionSchema = z
  .strictObject({ ...fields, isActive: z.boolean() })
  .partial()
  .refine((input) => Object.keys(input).length > 0, "Change at least one field.");

export const createdSubscriptionSchema = subscriptionSchema
  .extend({ secret: z.string().meta({ description: "The signing secret. Shown in this answer only." }) })
  .meta({ id: "CreatedSubscription" });

const statusSchema = z.enum(SUBSCRIPTION_STATUSES);
const filterTypeSchema = storableText().max(120);

export const listSubscriptionsQuerySchema = pageQuerySchema.extend({
  status: z
    .union([statusSchema.transform((status) => [status]), z.array(statusSchema).max(10)])
    .optional()
    .meta({ description: "Repeat the parameter for several." }),
  eventType: z
    .union([filterTypeSchema.transform((type) => [type]), z.array(filterTypeSchema).max(100)])
    .optional()
    .meta({
      description: "Only those that get events of this type, by name or wildcard; repeat it for several.",
    }),
  q: storableText().trim().max(120).optional(),
});

export const testSubscriptionSchema = z.strictObject({
  eventType: z.string().max(120).optional(),
  data: z.record(z.string(), z.unknown()).optional(),
});

export const subscriptionStatsSchema = z.object({
  hours: z
    .array(z.object({ hour: z.iso.datetime(), succeeded: z.int(), failed: z.int() }))
    .meta({ description: "The last 24 hours, oldest first; hours without attempts are zero." }),
  succeeded: z.int(),
  failed: z.int(),
  averageMs: z.number().nullable(),
  pending: z.int().meta({ description: "Deliveries not finished yet, counted up to 1000." }),
});

export const listSubscriptionStatsQuerySchema = z.object({
  ids: z
    .union([z.uuid().transform((id) => [id]), z.array(z.uuid()).min(1).max(100)])
    .meta({ description: "Ids of the subscriptions; repeat the parameter for several, up to 100." }),
});

export const listedSubscriptionStatsSchema = subscriptionStatsSchema.extend({ subscriptionId: z.uuid() });

export type Subscription = z.output<typeof subscriptionSchema>;
export type CreateSubscription = z.output<typeof createSubscriptionSchema>;
export type UpdateSubscription = z.output<typeof updateSubscriptionSchema>;
export type CreatedSubscription = z.output<typeof createdSubscriptionSchema>;
export type ListSubscriptionsQuery = z.output<typeof listSubscriptionsQuerySchema>;
export type TestSubscription = z.output<typeof testSubscriptionSchema>;
export type SubscriptionStats = z.output<typeof subscriptionStatsSchema>;
export type ListSubscriptionStatsQuery = z.output<typeof listSubscriptionStatsQuerySchema>;
export type ListedSubscriptionStats = z.output<typeof listedSubscriptionStatsSchema>;
export type RetryPolicy = z.output<typeof retryPolicySchema>;
