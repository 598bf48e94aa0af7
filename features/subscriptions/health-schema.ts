import * as z from "zod";

export const healthSchema = z.object({
  consecutiveFailures: z.int().meta({ example: 0 }),
  failingSince: z.iso.datetime().nullable(),
  pausedUntil: z.iso.datetime().nullable().meta({
    description:
      "Until when the target is left alone because it keeps failing; null when it is not. Tests and resends by hand are sent nevertheless.",
  }),
  lastDeliveryAt: z.iso.datetime().nullable().meta({ example: "2026-03-02T09:30:00.412Z" }),
  lastSuccessAt: z.iso.datetime().nullable().meta({ example: "2026-03-02T09:30:00.412Z" }),
  recent: z
    .object({
      attempts: z.int().meta({ example: 1825 }),
      failedAttempts: z.int().meta({ example: 12 }),
      failedDeliveries: z.int().meta({
        description: "Without tests: those that retries did not save, counted up to 1000.",
        example: 0,
      }),
      firstFailureAt: z.iso.datetime().nullable().meta({
        description:
          "From when on the first of these failures fell: the start of its hour, or when the subscription was created. null without any.",
        example: "2026-03-02T07:00:00.000Z",
      }),
    })
    .meta({ description: "Of the last 24 hours." }),
});
