import * as z from "zod";
import { INCOMING_ACTIONS, INCOMING_STATUSES, SENDERS, SIGNATURE_SCHEMES } from "@/db/enums";
import { DEFAULT_BODY_LIMIT } from "@/features/incoming-webhooks/limits";
import { ruleIssues } from "@/features/incoming-webhooks/rule-issues";
import {
  defaultsSchema,
  mappingSchema,
  ruleSettings,
  ruleSettingsView,
} from "@/features/incoming-webhooks/rule-schema";
import { settingsProblem } from "@/features/incoming-webhooks/rules";
import {
  chosenSender,
  givenSecretSchema,
  maxBodyBytesSchema,
  senderIssue,
  senderSettings,
} from "@/features/incoming-webhooks/sender-schema";
import { networkSchema } from "@/lib/allow-list";
import { genericSignatureSchema } from "@/lib/generic-signature";
import { overlapSecondsSchema } from "@/lib/overlap";
import { DEFAULT_OVERLAP_SECONDS } from "@/lib/overlap-seconds";
import { pageQuerySchema } from "@/lib/pagination";
import { several, storableText } from "@/lib/wire-types";

const RATE_MESSAGE = "Write a whole number from 1 to 60,000.";

export const incomingWebhookSchema = z
  .object({
    id: z.uuid(),
    name: z.string(),
    url: z.url(),
    action: z.enum(INCOMING_ACTIONS),
    sender: z.enum(SENDERS).nullable().meta({
      description: "Who sends, by name; null where `signature` says how it signs.",
    }),
    signatureScheme: z.enum(SIGNATURE_SCHEMES).meta({ description: "The sender's name, or `generic`." }),
    signature: genericSignatureSchema.nullable(),
    warnings: z.array(z.string()).meta({ description: "What its way of signing does not protect." }),
    requireTimestamp: z.boolean(),
    mapping: z.record(z.string(), z.string()),
    defaults: defaultsSchema,
    ...ruleSettingsView,
    allowedCidrs: z.array(z.string()),
    status: z.enum(INCOMING_STATUSES),
    holdWhilePaused: z.boolean(),
    heldRequests: z.int().meta({
      description: "Came while it was paused and wait to be processed, counted up to 1,000.",
    }),
    queuedRequests: z.int().meta({
      description:
        "Came over its limit, or behind others that waited, and are processed in their turn; counted up to 1,000.",
    }),
    newestHeldId: z.uuid().nullable().meta({
      description:
        "The last request that waits, held or queued, up to which all can be discarded; null where none does.",
    }),
    keepsHeld: z.boolean().meta({
      description: "It is active again, but what it held waits until it is processed or discarded.",
    }),
    quarantinedRequests: z
      .int()
      .meta({ description: "Rejected for a reason that can be fixed, counted up to 1,000." }),
    refusedBytes: z.int().meta({
      description: "Kept of refused requests that nobody is known to have signed.",
    }),
    refusedBytesMax: z.int().meta({
      description:
        "When that is full the oldest of them lose headers and body (INCOMING_KEPT_MB_PER_WEBHOOK).",
    }),
    ratePerMinute: z.int().meta({
      description:
        "So many requests are processed in a minute. Signed ones beyond that are queued, up to ten minutes of the limit and 10,000 requests, or one minute of it where that is more; then the answer is 429.",
    }),
    maxBodyBytes: z.int(),
    secretHint: z.string().meta({
      description: "How the secret ends, to tell secrets apart. Empty where it is not known.",
      example: "whsec_…7f2a",
    }),
    paused: z
      .object({ at: z.iso.datetime(), by: z.string().nullable(), note: z.string().nullable() })
      .nullable()
      .meta({ description: "Since when, by whom and why, while it is paused." }),
    previousSecretExpiresAt: z.iso.datetime().nullable(),
    previousSecretLastUsedAt: z.iso.datetime().nullable(),
    lastRequestAt: z.iso.datetime().nullable(),
    createdAt: z.iso.datetime(),
    updatedAt: z.iso.datetime(),
  })
  .meta({ id: "IncomingWebhook" });

const settings = {
  name: storableText().trim().min(1, "Name the webhook after what sends to it.").max(120),
  action: z.enum(INCOMING_ACTIONS),
  requireTimestamp: z.boolean(),
  mapping: mappingSchema,
  defaults: defaultsSchema,
  ...ruleSettings,
  allowedCidrs: z.array(networkSchema).max(50),
  holdWhilePaused: z.boolean(),
  ratePerMinute: z.int(RATE_MESSAGE).min(1, RATE_MESSAGE).max(60_000, RATE_MESSAGE),
  maxBodyBytes: maxBodyBytesSchema,
};

export const createIncomingWebhookSchema = z
  .strictObject({
    ...settings,
    sender: senderSettings.sender.optional(),
    signature: senderSettings.signature.optional(),
    signatureScheme: senderSettings.signatureScheme.optional(),
    requireTimestamp: settings.requireTimestamp.default(false),
    mapping: settings.mapping.default({}),
    defaults: settings.defaults.default({}),
    conditions: settings.conditions.default(null),
    correlationKey: settings.correlationKey.default(null),
    rules: settings.rules.default([]),
    otherwise: settings.otherwise.default(null),
    onClosed: settings.onClosed.default(null),
    allowedCidrs: settings.allowedCidrs.default([]),
    holdWhilePaused: settings.holdWhilePaused.default(false),
    ratePerMinute: settings.ratePerMinute.default(600),
    maxBodyBytes: settings.maxBodyBytes.default(DEFAULT_BODY_LIMIT),
    secret: givenSecretSchema
      .optional()
      .meta({ description: "One that the sender gave out; made here unless given." }),
  })
  .superRefine((input, check) => {
    const problem = senderIssue(input) ?? settingsProblem({ ...input, ...chosenSender(input) });
    const issues = [...(problem ? [problem] : []), ...ruleIssues(input)];
    for (const { path, message } of issues) check.addIssue({ code: "custom", path: [path], message });
  })
  .meta({
    id: "CreateIncomingWebhook",
    example: { name: "Crash reporter", action: "create_ticket" },
  });

export const updateIncomingWebhookSchema = z
  .strictObject({
    ...settings,
    ...senderSettings,
    status: z
      .enum(INCOMING_STATUSES)
      .meta({ description: "Resuming processes what was held, unless `processHeld` is false." }),
    processHeld: z.boolean().meta({
      description:
        "Process what it held, or false to leave that until it is processed or discarded. Only where the webhook is active, or is made so by this call.",
    }),
    pauseNote: storableText()
      .trim()
      .max(200)
      .nullable()
      .meta({ description: "Why it is paused; shown while it is." }),
  })
  .partial()
  .superRefine((input, check) => {
    const issue = senderIssue(input);
    if (issue) check.addIssue({ code: "custom", path: [issue.path], message: issue.message });
  })
  .meta({ id: "UpdateIncomingWebhook", example: { status: "paused" } });

export const createdIncomingWebhookSchema = incomingWebhookSchema
  .extend({ secret: z.string().meta({ description: "Shown in this answer only." }) })
  .meta({ id: "CreatedIncomingWebhook" });

export const rotateIncomingSecretSchema = z
  .strictObject({
    overlapSeconds: overlapSecondsSchema,
    secret: givenSecretSchema.optional(),
  })
  .meta({ id: "RotateIncomingSecret", example: { overlapSeconds: DEFAULT_OVERLAP_SECONDS } });

export const listIncomingWebhooksQuerySchema = pageQuerySchema.extend({
  status: several(z.enum(INCOMING_STATUSES)).optional(),
  action: several(z.enum(INCOMING_ACTIONS)).optional(),
  q: storableText().trim().max(200).optional().meta({ description: "Part of the name or of the URL." }),
});

const statsFields = {
  averageMs: z.int().nullable().meta({ description: "That an answer took on average." }),
  accepted: z
    .int()
    .meta({ description: "With those that wait or were ignored; what is discarded counts as rejected." }),
  duplicate: z.int(),
  rejected: z.int(),
  onPreviousSecret: z.int().meta({
    description:
      "Requests of this hour and the one before that were signed with the secret before a rotation.",
  }),
  hours: z.array(
    z.object({ hour: z.iso.datetime(), accepted: z.int(), duplicate: z.int(), rejected: z.int() }),
  ),
};

export const incomingStatsSchema = z
  .object({
    ...statsFields,
    p95Ms: z.int().nullable().meta({
      description: "Of the last 1,000 requests of these hours: 95% were answered this fast, or faster.",
    }),
  })
  .meta({ id: "IncomingWebhookStats", description: "Of the last 24 hours." });

export const listIncomingStatsQuerySchema = z.object({
  ids: z.union([z.uuid().transform((id) => [id]), z.array(z.uuid()).min(1).max(100)]).meta({
    description: "Ids of the webhooks; repeat the parameter for several, up to 100.",
    example: "019a9c3e-7c1e-7b9a-a111-3f0f5c0d7e21",
  }),
});

export const listedIncomingStatsSchema = z
  .object({ ...statsFields, webhookId: z.uuid() })
  .meta({ id: "ListedIncomingWebhookStats", description: "Of the last 24 hours." });

export const testedIncomingWebhookSchema = z
  .object({
    requestId: z.uuid().nullable().meta({ description: "In the request log; null if it was not kept." }),
    statusCode: z.int().meta({ description: "What a sender would have been answered." }),
    answer: z.record(z.string(), z.unknown()),
  })
  .meta({ id: "TestedIncomingWebhook" });

export const UP_TO_ID_MESSAGE =
  "Give a request of this webhook, up to which to discard: newestHeldId of GET /api/v1/incoming-webhooks/{id} is the last that waits.";

export const discardRequestsSchema = z
  .strictObject({
    upToId: z.uuid({ error: UP_TO_ID_MESSAGE }).meta({
      description:
        "The last request to discard: `newestHeldId` of the webhook, as it was shown to whoever decided. What came after it goes on waiting.",
    }),
  })
  .meta({ id: "DiscardRequests", example: { upToId: "019a9c3e-7c1e-7b9a-a111-3f0f5c0d7e21" } });

export const discardedRequestsSchema = z
  .object({
    discarded: z.int(),
    hasMore: z.boolean().meta({ description: "Call again with the same `upToId` until it is false." }),
  })
  .meta({ id: "DiscardedRequests" });

export type IncomingWebhook = z.output<typeof incomingWebhookSchema>;
export type CreateIncomingWebhook = z.output<typeof createIncomingWebhookSchema>;
export type UpdateIncomingWebhook = z.output<typeof updateIncomingWebhookSchema>;
export type CreatedIncomingWebhook = z.output<typeof createdIncomingWebhookSchema>;
export type RotateIncomingSecret = z.output<typeof rotateIncomingSecretSchema>;
export type ListIncomingWebhooksQuery = z.output<typeof listIncomingWebhooksQuerySchema>;
export type IncomingStats = z.output<typeof incomingStatsSchema>;
export type ListedIncomingStats = z.output<typeof listedIncomingStatsSchema>;
export type TestedIncomingWebhook = z.output<typeof testedIncomingWebhookSchema>;
export type DiscardRequests = z.output<typeof discardRequestsSchema>;
export type DiscardedRequests = z.output<typeof discardedRequestsSchema>;
