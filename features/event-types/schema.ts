import * as z from "zod";
import { DELIVERY_FORMATS } from "@/db/enums";
import { customNameProblem } from "@/features/event-types/custom-name";
import { storableText } from "@/lib/wire-types";

/** In bytes of JSON. */
export const MAX_SAMPLE_BYTES = 32_768;

const EXAMPLE = {
  type: "order.shipped",
  group: "Warehouse",
  description: "A parcel left the warehouse.",
  schema: {
    type: "object",
    properties: { orderId: { type: "string", description: "Order id." }, parcels: { type: "integer" } },
    required: ["orderId"],
  },
  sample: { orderId: "A-1042", parcels: 2 },
};

export const eventTypeSchema = z
  .object({
    type: z.string().meta({ example: "ticket.created" }),
    group: z.string().meta({
      description:
        "Of a built-in type its id, such as `tickets`; of a custom one the heading that was given.",
      example: "tickets",
    }),
    description: z.string().meta({ example: "A ticket was opened." }),
    firesWhen: z.string().meta({
      description: "When it is sent, in a sentence.",
      example: "Once per new ticket, wherever it comes from.",
    }),
    versionNote: z.string().nullable().meta({
      description: "Since when it is in the catalog, and what changed since; null for one of your own.",
      example: "In the catalog since version 1, unchanged.",
    }),
    schema: z.record(z.string(), z.unknown()).meta({
      description: "JSON Schema 2020-12 of the event's data.",
      example: {
        type: "object",
        properties: { subject: { type: "string", minLength: 1 } },
        required: ["subject"],
      },
    }),
    sample: z.record(z.string(), z.unknown()).meta({
      description: "A valid data.",
      example: { subject: "Checkout shows a blank page", priority: "high" },
    }),
    isCustom: z.boolean().meta({ description: "Whether the organization added it.", example: false }),
    isDeprecated: z
      .boolean()
      .meta({ description: "Whether new subscriptions had better choose another.", example: false }),
  })
  .meta({ id: "EventType" });

const fields = {
  group: storableText()
    .trim()
    .min(1, "Say under which heading it stands.")
    .max(60)
    .meta({ description: "The heading under which lists show it." }),
  description: storableText()
    .trim()
    .min(1, "Say in a sentence what happened when it is sent.")
    .max(500)
    .meta({ description: "What happened when it is sent, in a sentence." }),
  schema: z.record(z.string(), z.unknown()).meta({
    description:
      "JSON Schema 2020-12 of the data, up to 32 KiB and 32 levels. References lead only into itself and never in a circle; patterns are RE2's; `format` describes and does not refuse.",
  }),
  sample: z
    .record(z.string(), z.unknown())
    .meta({ description: "A data that fits the schema: what tests and previews send. Up to 32 KiB." }),
  isDeprecated: z.boolean().meta({ description: "Whether new subscriptions had better choose another." }),
};

export const createEventTypeSchema = z
  .strictObject({
    type: z
      .string()
      .max(120)
      .superRefine((name, check) => {
        const message = customNameProblem(name);
        if (message) check.addIssue({ code: "custom", message });
      })
      .meta({
        description:
          "Lower-case words, with dots between them. It can't be changed: subscriptions and events go by it. The first word may not be one of Replify's own, such as `ticket`.",
      }),
    group: fields.group.default("Custom"),
    description: fields.description,
    schema: fields.schema,
    sample: fields.sample,
    isDeprecated: fields.isDeprecated.default(false),
  })
  .meta({ id: "CreateEventType", example: EXAMPLE });

export const updateEventTypeSchema = z
  .strictObject(fields)
  .partial()
  .refine((input) => Object.keys(input).length > 0, "Change at least one field.")
  .meta({ id: "UpdateEventType", example: { description: EXAMPLE.description, isDeprecated: true } });

export const listEventTypesQuerySchema = z.object({
  isCustom: z
    .enum(["true", "false"])
    .optional()
    .meta({ description: "Only those that the organization added, or only the built-in ones." }),
});

export const sampleEventTypeQuerySchema = z.object({
  format: z.enum(DELIVERY_FORMATS).default("replify").meta({ description: "As on a subscription." }),
});

export const eventTypeSamplesSchema = z
  .array(z.unknown())
  .min(1)
  .max(3)
  .meta({
    example: [
      {
        id: "01960586-07b1-7c3e-9a55-1f0d6be24c90",
        event: EXAMPLE.type,
        timestamp: "2026-04-05T14:04:00.000Z",
        data: EXAMPLE.sample,
      },
    ],
  });

export type EventTypeView = z.output<typeof eventTypeSchema>;
export type CreateEventType = z.output<typeof createEventTypeSchema>;
export type UpdateEventType = z.output<typeof updateEventTypeSchema>;
export type ListEventTypesQuery = z.output<typeof listEventTypesQuerySchema>;
