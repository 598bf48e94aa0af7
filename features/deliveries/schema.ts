import * as z from "zod";
import { ATTEMPT_TRIGGERS, DELIVERY_STATUSES } from "@/db/enums";
import { pageQuerySchema } from "@/lib/pagination";
import { instantSchema, storableText } from "@/lib/wire-types";

const headersSchema = z.record(z.string(), z.string());

const attemptSchema = z
  .object({
    number: z.int(),
    startedAt: z.iso.datetime(),
    durationMs: z.int(),
    statusCode: z.int().nullable(),
    success: z.boolean(),
    errorClass: z.string().nullable(),
    errorMessage: z.string().nullable(),
    explanation: z
      .object({ title: z.string(), explanation: z.string(), nextStep: z.string() })
      .nullable()
      .meta({ description: "What the failure means and what to do next." }),
    trigger: z.enum(ATTEMPT_TRIGGERS),
    requestedBy: z.string().nullable().meta({ description: "Who asked for it, when it was sent by hand." }),
    request: z.object({ url: z.string(), headers: headersSchema, body: z.string() }),
    response: z
      .object({
        headers: headersSchema,
        body: z.string(),
        encoding: z.enum(["utf8", "base64"]),
        truncated: z.boolean(),
      })
      .nullable(),
    timings: z.record(z.string(), z.number().nullable()).nullable(),
  })
  .meta({ id: "Attempt" });

export const deliverySchema = z
  .object({
    id: z.uuid(),
    eventId: z.uuid(),
    subscriptionId: z.uuid(),
    subscriptionName: z.string(),
    eventType: z.string(),
    status: z.enum(DELIVERY_STATUSES),
    isTest: z.boolean(),
    attemptCount: z.int(),
    maxAttempts: z.int(),
    nextAttemptAt: z.iso.datetime().nullable(),
    lastStatusCode: z.int().nullable(),
    lastErrorClass: z.string().nullable(),
    lastDurationMs: z.int().nullable(),
    createdAt: z.iso.datetime(),
    completedAt: z.iso.datetime().nullable(),
  })
  .meta({ id: "Delivery" });

export const deliveryDetailSchema = deliverySchema
  .extend({
    targetUrl: z.string(),
    targetPausedUntil: z.iso.datetime().nullable().meta({
      description: "The target keeps failing, so first attempts wait until then.",
    }),
    payload: z.string().meta({ description: "The exact body, the same bytes on every attempt." }),
    plannedAttempts: z
      .array(z.object({ number: z.int(), at: z.iso.datetime().nullable() }))
      .meta({ description: "What is still to come; only the next one has a fixed time." }),
    attempts: z.array(attemptSchema).meta({ description: "Newest first." }),
  })
  .meta({ id: "DeliveryDetail" });

export const CODE_CLASSES = ["2xx", "3xx", "4xx", "5xx", "none"] as const;

export const listDeliveriesQuerySchema = pageQuerySchema.extend({
  status: z.enum(DELIVERY_STATUSES).optional(),
  eventType: storableText().max(120).optional(),
  subscriptionId: z.uuid().optional(),
  statusCode: z
    .union([z.enum(CODE_CLASSES), z.coerce.number().int().min(100).max(599)])
    .optional()
    .meta({ description: "A status code, a class like 5xx, or none for no answer." }),
  from: instantSchema.optional(),
  to: instantSchema.optional(),
  q: storableText().trim().max(200).optional().meta({ description: "A delivery id or event id." }),
});

export type Attempt = z.output<typeof attemptSchema>;
export type Delivery = z.output<typeof deliverySchema>;
export type DeliveryDetail = z.output<typeof deliveryDetailSchema>;
export type ListDeliveriesQuery = z.output<typeof listDeliveriesQuerySchema>;
