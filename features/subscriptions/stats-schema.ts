import * as z from "zod";

const EXAMPLE_ID = "01960584-9d20-7e5a-b1c7-44a0f2d8c613";

const statsFields = {
  hours: z
    .array(
      z
        .object({ hour: z.iso.datetime(), succeeded: z.int(), failed: z.int() })
        .meta({ example: { hour: "2026-03-02T09:00:00.000Z", succeeded: 118, failed: 2 } }),
    )
    .meta({ description: "The last 24 hours, oldest first; hours without attempts are zero." }),
  succeeded: z.int().meta({ example: 1204 }),
  failed: z.int().meta({ example: 17 }),
  averageMs: z
    .number()
    .nullable()
    .meta({ description: "Of all attempts; null without any.", example: 182.4 }),
  pending: z.int().meta({ description: "Deliveries not finished yet, counted up to 1000.", example: 3 }),
};

export const subscriptionStatsSchema = z.object(statsFields).meta({ id: "SubscriptionStats" });

export const listSubscriptionStatsQuerySchema = z.object({
  ids: z.union([z.uuid().transform((id) => [id]), z.array(z.uuid()).min(1).max(100)]).meta({
    description: "Ids of the subscriptions; repeat the parameter for several, up to 100.",
    example: EXAMPLE_ID,
  }),
});

export const listedSubscriptionStatsSchema = z
  .object({ ...statsFields, subscriptionId: z.uuid().meta({ example: EXAMPLE_ID }) })
  .meta({ id: "ListedSubscriptionStats" });

export type SubscriptionStats = z.output<typeof subscriptionStatsSchema>;
export type ListSubscriptionStatsQuery = z.output<typeof listSubscriptionStatsQuerySchema>;
export type ListedSubscriptionStats = z.output<typeof listedSubscriptionStatsSchema>;
