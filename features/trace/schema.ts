import * as z from "zod";
import { DELIVERY_STATUSES, REQUEST_RESULTS, TICKET_SOURCES, TICKET_STATUSES } from "@/db/enums";
import { heldReasonSchema } from "@/features/deliveries/schema";
import { failedConditionSchema, MATCH_REASONS } from "@/features/events/schema";

const namedSchema = z.object({ id: z.uuid(), name: z.string() });

const tracedAttemptSchema = z
  .object({
    number: z.int(),
    startedAt: z.iso.datetime(),
    durationMs: z.int(),
    statusCode: z.int().nullable(),
    success: z.boolean(),
    errorClass: z.string().nullable(),
  })
  .meta({ id: "TracedAttempt" });

const tracedDeliverySchema = z
  .object({
    id: z.uuid(),
    subscription: namedSchema,
    status: z.enum(DELIVERY_STATUSES),
    heldReason: heldReasonSchema,
    attemptCount: z.int(),
    maxAttempts: z.int(),
    lastStatusCode: z.int().nullable(),
    nextAttemptAt: z.iso.datetime().nullable(),
    attempts: z.array(tracedAttemptSchema).meta({ description: "The last 20, oldest first." }),
  })
  .meta({ id: "TracedDelivery" });

const tracedEventSchema = z
  .object({
    id: z.uuid(),
    type: z.string(),
    actor: z.object({
      type: z.enum(["user", "token", "system", "customer"]),
      id: z.string(),
      name: z.string().meta({ description: "A user's or token's name as it is today." }),
    }),
    requestId: z.uuid().nullable().meta({ description: "The request that caused it." }),
    createdAt: z.iso.datetime(),
    deliveries: z.array(tracedDeliverySchema),
    missed: z
      .array(
        z.object({
          subscription: namedSchema,
          reason: z.enum(MATCH_REASONS).exclude(["matched"]),
          failedCondition: failedConditionSchema,
        }),
      )
      .meta({ description: "Each subscription that has no delivery of it, and why." }),
  })
  .meta({ id: "TracedEvent" });

const tracedRequestSchema = z
  .object({
    id: z.uuid(),
    webhook: namedSchema,
    result: z.enum(REQUEST_RESULTS),
    statusCode: z.int(),
    createdAt: z.iso.datetime(),
    message: z
      .object({
        id: z.uuid(),
        chatId: z.uuid(),
        authorName: z.string(),
        snippet: z.string().meta({ description: "Its first 120 characters." }),
      })
      .nullable()
      .meta({ description: "That it posted into a chat; null where none is there (any more)." }),
  })
  .meta({ id: "TracedRequest" });

export const traceSchema = z
  .object({
    ticket: z
      .object({
        id: z.uuid(),
        number: z.int(),
        subject: z.string(),
        status: z.enum(TICKET_STATUSES),
        source: z.enum(TICKET_SOURCES),
        app: z
          .object({ name: z.string(), host: z.string().nullable() })
          .nullable()
          .meta({ description: "The customer's app that it was filed through, and the site it runs on." }),
        createdAt: z.iso.datetime(),
      })
      .nullable()
      .meta({ description: "null where no ticket is part of it, or it was deleted." }),
    requests: z.array(tracedRequestSchema).meta({
      description:
        "Requests of incoming webhooks that made or changed the ticket, or posted into the chat that it was made of: the first 100, oldest first.",
    }),
    events: z.array(tracedEventSchema).meta({ description: "The first 100, oldest first." }),
    isCut: z.boolean().meta({
      description:
        "There are more events or requests than are shown. Of a request or event beyond the first 100 the trace has that one alone, with the ticket and the first request.",
    }),
    withheld: z
      .array(z.string())
      .meta({ description: "Scopes that the credential lacks to see all parts of the trace." }),
  })
  .meta({ id: "Trace" });

export type Trace = z.output<typeof traceSchema>;
export type TracedEvent = z.output<typeof tracedEventSchema>;
export type TracedDelivery = z.output<typeof tracedDeliverySchema>;
export type TracedRequest = z.output<typeof tracedRequestSchema>;
