import * as z from "zod";
import { SUBSCRIPTION_LEVELS } from "@/db/enums";
import { numericIdSchema, storableText } from "@/lib/wire-types";

const EXAMPLE = {
  targetUrl: "https://api.example.com/webhook/reply",
  eventTypes: ["email_replied", "email_sent"],
};

const levelSchema = z.enum(SUBSCRIPTION_LEVELS).meta({
  description: "Which events it gets: those of some sequences, of an account, of some teams, or all.",
  example: "account",
});

const fields = {
  targetUrl: z.string().trim().min(1, "Give the URL that receives the events.").max(2048).meta({
    description: "The https endpoint that receives the events.",
    example: EXAMPLE.targetUrl,
  }),
  eventTypes: z
    .array(
      storableText()
        .max(120)
        // Of its own, an organization may have some as well: the service knows them.
        .refine((name) => !name.includes("*"), "Name each event type: there are no wildcards here."),
    )
    .min(1, "Give at least one event type.")
    .max(200)
    .meta({ description: "Names of event types; older ones count, too.", example: EXAMPLE.eventTypes }),
  secret: z
    .string()
    .min(1, "Give at least 1 character, or leave it out.")
    .max(256, "At most 256 characters.")
    .nullish()
    .meta({ description: "Signs each delivery. Without one nothing is signed." }),
  subscriptionLevel: levelSchema,
  sequenceIds: z
    .array(z.int().positive())
    .max(100)
    .nullish()
    .meta({ description: "For the level sequence; empty or null: any." }),
  teamIds: z
    .array(numericIdSchema)
    .max(100)
    .nullish()
    .meta({ description: "For the level team; empty or null: any." }),
  accountId: numericIdSchema
    .nullish()
    .meta({ description: "For the level account, a user's id; null: your own." }),
  organizationId: numericIdSchema
    .nullish()
    .meta({ description: "For the level organization; null: your own." }),
};

/** What only bodies of the generation before have. */
const REPLACED_FIELDS = ["eventType", "event", "url", "scope"];

/** Other fields are passed over, as that API does; those of its first generation are refused, or they would do nothing without a word. */
function ofThisGeneration<Shape extends z.ZodRawShape>(shape: Shape) {
  const names = Object.keys(shape).join(", ");
  return REPLACED_FIELDS.reduce(
    (schema, name) =>
      schema.refine((body) => !Object.hasOwn(Object(body), name), {
        path: [name],
        message: `This is a field of an API that was replaced. This generation takes ${names}.`,
        // Beside what is missing.
        when: () => true,
      }),
    z.looseObject(shape),
  );
}

export const createReplyWebhookSchema = ofThisGeneration({
  ...fields,
  subscriptionLevel: fields.subscriptionLevel.default("account"),
}).meta({ id: "CreateReplyWebhook", example: EXAMPLE });

const isActive = z.boolean().optional().meta({ description: "false pauses it, true resumes it." });

export const replaceReplyWebhookSchema = ofThisGeneration({
  ...fields,
  subscriptionLevel: fields.subscriptionLevel.default("account"),
  isActive,
}).meta({ id: "ReplaceReplyWebhook", example: EXAMPLE });

export const updateReplyWebhookSchema = ofThisGeneration({
  ...fields,
  targetUrl: fields.targetUrl.optional(),
  eventTypes: fields.eventTypes.optional(),
  subscriptionLevel: fields.subscriptionLevel.optional(),
  isActive,
}).meta({ id: "UpdateReplyWebhook", example: { isActive: false } });

export const replyWebhookSchema = z
  .object({
    id: z.uuid().meta({ example: "550e8400-e29b-41d4-a716-446655440000" }),
    targetUrl: z.string().meta({ example: EXAMPLE.targetUrl }),
    eventTypes: z.array(z.string()).meta({ description: "As they were sent.", example: EXAMPLE.eventTypes }),
    isActive: z.boolean().meta({ example: true }),
    secret: z.null().meta({ description: "Never shown again." }),
    attempt: z.int().meta({ description: "Tries of deliveries so far.", example: 0 }),
    createdAt: z.iso.datetime(),
    updatedAt: z.iso.datetime(),
    subscriptionLevel: levelSchema,
    sequenceIds: z.array(z.int()).optional().meta({ description: "With the level sequence only." }),
    teamIds: z.array(z.int()).optional().meta({ description: "With the level team only." }),
    accountId: z.int().optional().meta({ description: "With the level account only.", example: 7 }),
    organizationId: z.int().optional().meta({ description: "With the level organization only." }),
  })
  .meta({ id: "ReplyWebhook" });

export const createdReplyWebhookSchema = replyWebhookSchema
  .extend({
    secret: z.string().nullable().meta({
      description: "As it was given, in this answer only; null without one.",
      example: null,
    }),
  })
  .meta({ id: "CreatedReplyWebhook" });

export const listReplyWebhooksQuerySchema = z.object({
  top: z.coerce.number().int().min(1).max(1000).default(100).meta({
    description: "How many to answer with at most.",
  }),
  skip: z.coerce
    .number()
    .int()
    .min(0)
    .max(100_000)
    .default(0)
    .meta({ description: "How many of the newest to leave out." }),
});

const unknownSchema = z.unknown().optional();

/** The body of a delivery. */
export const replyWebhookEventSchema = z
  .object({
    event: z.object({
      id: z.uuid(),
      type: z.string().meta({ description: "As the webhook lists it.", example: "email_replied" }),
      timestamp: z.iso.datetime(),
    }),
    subscription: z.object({ id: z.uuid(), workspaceId: z.int() }),
    payload: z
      .object({
        contact: unknownSchema,
        sequence: unknownSchema,
        customFields: unknownSchema,
        data: z.record(z.string(), z.unknown()),
      })
      .meta({
        example: {
          contact: { id: 1, email: "dana@example.com" },
          sequence: { id: 7, stepNumber: 2 },
          data: { replyDate: "2026-03-02T09:30:00Z" },
        },
      }),
    attempt: z.int().meta({ example: 1 }),
  })
  .meta({ id: "ReplyWebhookEvent" });

const OFFSET_MAX = 10_000;

export const listReplyWebhookEventsQuerySchema = z.object({
  subscriptionId: z.uuid().optional().meta({ description: "The id of a webhook." }),
  eventType: storableText().max(120).optional(),
  limit: z.coerce.number().int().min(1).max(100).default(25).meta({
    description: "How many to answer with at most.",
  }),
  offset: z.coerce
    .number()
    .int()
    .min(0)
    .max(OFFSET_MAX, `At most ${OFFSET_MAX}. GET /api/v1/deliveries goes as far back as there are any.`)
    .default(0)
    .meta({ description: "How many of the newest to leave out." }),
});

export type ReplyWebhookEvent = z.input<typeof replyWebhookEventSchema>;
export type ListReplyWebhookEventsQuery = z.output<typeof listReplyWebhookEventsQuerySchema>;
export type ReplyWebhook = z.output<typeof replyWebhookSchema>;
export type CreatedReplyWebhook = z.output<typeof createdReplyWebhookSchema>;
export type CreateReplyWebhook = z.output<typeof createReplyWebhookSchema>;
export type ReplaceReplyWebhook = z.output<typeof replaceReplyWebhookSchema>;
export type UpdateReplyWebhook = z.output<typeof updateReplyWebhookSchema>;
export type ListReplyWebhooksQuery = z.output<typeof listReplyWebhooksQuerySchema>;
