import * as z from "zod";
import { TICKET_PRIORITIES, TICKET_STATUSES } from "@/db/enums";
import { numericIdSchema } from "@/lib/wire-types";

export const bulkUpdateTicketsSchema = z
  .strictObject({
    ids: z.array(z.uuid()).min(1).max(100),
    change: z
      .strictObject({
        status: z.enum(TICKET_STATUSES).optional(),
        priority: z.enum(TICKET_PRIORITIES).optional(),
        assigneeId: numericIdSchema.nullish(),
        teamId: numericIdSchema.nullish(),
      })
      .refine((change) => Object.keys(change).length > 0, "Say what to change."),
    versions: z.record(z.uuid(), z.int()).optional().meta({
      description: "The versions that were read, by id. Tickets that changed since stay as they are.",
    }),
  })
  .meta({
    id: "BulkUpdateTickets",
    example: { ids: ["01960581-3c00-7a21-9f40-5d2c8e7b1a01"], change: { status: "resolved" } },
  });

export const bulkUpdatedTicketsSchema = z
  .object({
    updated: z.int(),
    tickets: z.array(
      z.object({
        id: z.uuid(),
        version: z.int(),
        previous: z
          .object({
            status: z.enum(TICKET_STATUSES),
            priority: z.enum(TICKET_PRIORITIES),
            assigneeId: z.int().nullable(),
            teamId: z.int().nullable(),
          })
          .meta({
            description: "What the ticket was before: send it as another change to take this one back.",
          }),
      }),
    ),
    conflicts: z
      .array(z.uuid())
      .meta({ description: "Those left as they are: theirs is no longer the version that was sent." }),
  })
  .meta({ id: "BulkUpdatedTickets" });

export type BulkUpdateTickets = z.output<typeof bulkUpdateTicketsSchema>;
export type BulkUpdatedTickets = z.output<typeof bulkUpdatedTicketsSchema>;
