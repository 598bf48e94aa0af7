import * as z from "zod";
import { ATTEMPT_TRIGGERS, DELIVERY_FORMATS, DELIVERY_STATUSES, HELD_REASONS } from "@/db/enums";
import { CODE_CLASSES } from "@/features/deliveries/code-classes";
import { withheldSchema } from "@/features/event-catalog/withheld";
import { pageQuerySchema } from "@/lib/pagination";
import { instantSchema, storableText } from "@/lib/wire-types";

/** Where a delivery is shown, in any answer. */
export const heldReasonSchema = z.enum(HELD_REASONS).nullable().meta({
  description:
    "Why it is held. subscription: that is paused or disabled, and sends it once resumed. verification: its target has yet to answer the handshake. owner: the role of the subscription's owner lacks the right to it; it is sent once they have it, or someone who has it is the owner. decision: the subscription was resumed without it, and somebody has yet to decide.",
  example: null,
});

const headersSchema = z.record(z.string(), z.string());

/** What the API reference shows. */
const TARGET_URL = "https://example.com/webhooks/replify";
const PAYLOAD =
  '{"id":"01960586-07b1-7c3e-9a55-1f0d6be24c90","event":"ticket.created","timestamp":"2026-03-02T09:30:00.000Z","data":{"subject":"Checkout shows a blank page"}}';
const REQUEST = {
  url: TARGET_URL,
  headers: { "content-type": "application/json", "x-replify-event": "ticket.created" },
  body: PAYLOAD,
};

const attemptSchema = z
  .object({
    number: z.int(),
    startedAt: z.iso.datetime(),
    durationMs: z.int().meta({ example: 182 }),
    statusCode: z.int().nullable().meta({ description: "null without an answer.", example: 200 }),
    success: z.boolean().meta({ description: "The answer was 2xx.", example: true }),
    errorClass: z.string().nullable().meta({ description: "The kind of failure, such as timeout." }),
    errorMessage: z.string().nullable(),
    explanation: z
      .object({ title: z.string(), explanation: z.string(), nextStep: z.string() })
      .nullable()
      .meta({ description: "What the failure means and what to do next." }),
    trigger: z.enum(ATTEMPT_TRIGGERS),
    requestedBy: z.string().nullable().meta({ description: "Who asked for it, when it was sent by hand." }),
    request: z.object({ url: z.string(), headers: headersSchema, body: z.string().nullable() }).meta({
      description:
        "As it was sent; credentials in its headers are masked, and the values of the URL's query without subscriptions:write. The body is null when `withheld`.",
      example: REQUEST,
    }),
    response: z
      .object({
        headers: headersSchema,
        body: z.string().nullable().meta({ description: "null when `withheld`." }),
        encoding: z.enum(["utf8", "base64"]),
        truncated: z.boolean(),
      })
      .nullable()
      .meta({
        description: "null without an answer.",
        example: {
          headers: { "content-type": "text/plain" },
          body: "ok",
          encoding: "utf8",
          truncated: false,
        },
      }),
    timings: z
      .record(z.string(), z.number().nullable())
      .nullable()
      .meta({ description: "Milliseconds of each phase of the connection." }),
  })
  .meta({ id: "Attempt" });

export const deliverySchema = z
  .object({
    id: z.uuid().meta({ example: "01960586-07b1-7c3e-9a55-1f0d6be24c90" }),
    eventId: z.uuid(),
    subscriptionId: z.uuid().meta({ example: "01960584-9d20-7e5a-b1c7-44a0f2d8c613" }),
    subscriptionName: z.string().meta({ example: "Warehouse" }),
    eventType: z.string().meta({ example: "ticket.created" }),
    subject: z
      .object({
        type: z.string().meta({ example: "ticket" }),
        id: z.string(),
        title: z.string().nullable().meta({
          description: "What it is called today; null once it is gone, and without the scope to read it.",
          example: "#41 Checkout shows a blank page",
        }),
      })
      .nullable()
      .meta({ description: "What its event is about; null for events that were published." }),
    format: z.enum(DELIVERY_FORMATS).meta({
      description:
        "That of its subscription when it was made: a later change of the subscription's is for others.",
      example: "replify",
    }),
    status: z.enum(DELIVERY_STATUSES).meta({
      description: "failed only once retries are spent; heldReason says why one is held.",
      example: "succeeded",
    }),
    heldReason: heldReasonSchema,
    isTest: z.boolean().meta({ description: "Sent by hand, to try the subscription." }),
    attemptCount: z.int(),
    maxAttempts: z.int().meta({ description: "The first attempt and all retries.", example: 6 }),
    nextAttemptAt: z.iso.datetime().nullable(),
    lastStatusCode: z.int().nullable().meta({ description: "null without an answer.", example: 200 }),
    lastErrorClass: z.string().nullable().meta({ description: "The kind of failure, such as timeout." }),
    lastDurationMs: z.int().nullable().meta({ example: 182 }),
    createdAt: z.iso.datetime(),
    completedAt: z.iso.datetime().nullable().meta({ example: "2026-03-02T09:30:00.412Z" }),
  })
  .meta({ id: "Delivery" });

/** More than any schedule has; resends by hand may go on and on. */
export const MAX_ATTEMPTS_SHOWN = 100;

export const deliveryDetailSchema = deliverySchema
  .extend({
    targetUrl: z.string().meta({
      description: "Without subscriptions:write the values of its query are masked.",
      example: TARGET_URL,
    }),
    targetPausedUntil: z.iso.datetime().nullable().meta({
      description:
        "Set while the target keeps failing and is left alone: the next attempt waits until then, unless someone asked for it.",
    }),
    payload: z.string().nullable().meta({
      description:
        "The exact body, the same bytes on every attempt. null without the scope to read what it tells of: `withheld` names it.",
      example: PAYLOAD,
    }),
    contentType: z.string().meta({ description: "Of the payload.", example: "application/json" }),
    withheld: withheldSchema,
    plannedAttempts: z
      .array(z.object({ number: z.int(), at: z.iso.datetime().nullable() }))
      .meta({ description: "What is still to come; only the next one has a fixed time.", example: [] }),
    attempts: z.array(attemptSchema).meta({ description: `The newest ${MAX_ATTEMPTS_SHOWN}, newest first.` }),
  })
  .meta({ id: "DeliveryDetail" });

export const listDeliveriesQuerySchema = pageQuerySchema.extend({
  status: z.enum(DELIVERY_STATUSES).optional(),
  eventType: storableText()
    .max(120)
    .optional()
    .meta({ description: "A name of the catalog, without wildcards." }),
  subscriptionId: z.uuid().optional(),
  statusCode: z
    .union([z.enum(CODE_CLASSES), z.coerce.number().int().min(100).max(599)])
    .optional()
    .meta({ description: "A status code, a class like 5xx, or none for no answer." }),
  from: instantSchema.optional().meta({ description: "Created at this time or later." }),
  to: instantSchema.optional().meta({ description: "Created before this time." }),
  q: storableText().trim().max(200).optional().meta({ description: "A delivery id or event id." }),
});

export type Attempt = z.output<typeof attemptSchema>;
export type Delivery = z.output<typeof deliverySchema>;
export type DeliveryDetail = z.output<typeof deliveryDetailSchema>;
export type ListDeliveriesQuery = z.output<typeof listDeliveriesQuerySchema>;
