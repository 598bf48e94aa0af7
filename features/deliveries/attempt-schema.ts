import * as z from "zod";
import { ATTEMPT_TRIGGERS } from "@/db/enums";
import { pageQuerySchema } from "@/lib/pagination";

const ATTEMPT_RESULTS = ["success", "failure"] as const;

/** A line of the attempt log: what was sent and answered stands with its delivery. */
export const loggedAttemptSchema = z
  .object({
    deliveryId: z.uuid().meta({ example: "01960586-07b1-7c3e-9a55-1f0d6be24c90" }),
    eventType: z.string().meta({ example: "ticket.created" }),
    statusCode: z.int().nullable().meta({ description: "null without an answer.", example: 200 }),
    number: z.int().meta({ description: "1 for the first of its delivery.", example: 1 }),
    success: z.boolean().meta({ description: "The answer was 2xx.", example: true }),
    startedAt: z.iso.datetime().meta({ example: "2026-03-02T09:30:00.412Z" }),
    durationMs: z.int().meta({ example: 182 }),
    errorClass: z.string().nullable().meta({ description: "The kind of failure, such as timeout." }),
    trigger: z.enum(ATTEMPT_TRIGGERS),
  })
  .meta({ id: "LoggedAttempt" });

export const listAttemptsQuerySchema = pageQuerySchema.extend({
  result: z.enum(ATTEMPT_RESULTS).optional().meta({ description: "Only those that ended so." }),
});

export type LoggedAttempt = z.output<typeof loggedAttemptSchema>;
export type ListAttemptsQuery = z.output<typeof listAttemptsQuerySchema>;
