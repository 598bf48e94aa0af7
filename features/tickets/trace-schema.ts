import * as z from "zod";
import { DELIVERY_STATUSES, REQUEST_RESULTS } from "@/db/enums";

/** Why a subscription has no delivery of an event. */
export const MISSED_REASONS = [
  "type_not_listed",
  "other_team",
  "other_account",
  "other_sequence",
  "created_later",
] as const;

export const traceSchema = z
  .object({
    ticket: z.object({
      id: z.uuid(),
      number: z.int(),
      subject: z.string(),
      source: z.string(),
      createdAt: z.iso.datetime(),
    }),
    requests: z
      .array(
        z.object({
          id: z.uuid(),
          webhook: z.object({ id: z.uuid(), name: z.string() }),
          result: z.enum(REQUEST_RESULTS),
          createdAt: z.iso.datetime(),
        }),
      )
      .meta({ description: "Requests of incoming webhooks that made or changed the ticket, oldest first." }),
    events: z
      .array(
        z.object({
          id: z.uuid(),
          type: z.string(),
          actor: z
            .string()
            .meta({ description: "Who caused it: `user:1`, `token:<id>` or `system:<name>`." }),
          requestId: z.uuid().nullable(),
          createdAt: z.iso.datetime(),
          deliveries: z.array(
            z.object({
              id: z.uuid(),
              subscription: z.object({ id: z.uuid(), name: z.string() }),
              status: z.enum(DELIVERY_STATUSES),
              attemptCount: z.int(),
              lastStatusCode: z.int().nullable(),
              nextAttemptAt: z.iso.datetime().nullable(),
            }),
          ),
          missed: z.array(
            z.object({
              subscription: z.object({ id: z.uuid(), name: z.string() }),
              reason: z.enum(MISSED_REASONS),
            }),
          ),
        }),
      )
      .meta({ description: "The first 200 events about the ticket, oldest first." }),
    isCut: z.boolean().meta({ description: "There are more events than are shown." }),
  })
  .meta({ id: "TicketTrace" });

export type TicketTrace = z.output<typeof traceSchema>;
