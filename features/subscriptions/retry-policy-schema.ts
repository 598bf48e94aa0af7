import * as z from "zod";
import { RETRY_DELAY_MAX_SECONDS, RETRY_PRESETS } from "@/features/deliveries/backoff";

export const retryPolicySchema = z
  .union([
    z.enum(RETRY_PRESETS),
    z.strictObject({
      delaysSeconds: z
        .array(z.int().min(1, "At least 1 second.").max(RETRY_DELAY_MAX_SECONDS, "At most 24 hours."))
        .min(1, "Give at least one delay.")
        .max(12, "Give at most 12 delays."),
    }),
  ])
  .meta({
    description:
      "standard: 5 retries after 5 s, 30 s, 2 min, 10 min and 30 min. short: the first 3 of them. extended: then after 2 h, 5 h and 10 h, too. Or delays of your own.",
    example: "standard",
  });

export type RetryPolicy = z.output<typeof retryPolicySchema>;
