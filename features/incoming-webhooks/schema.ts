import * as z from "zod";
import {
  INCOMING_ACTIONS,
  INCOMING_STATUSES,
  REQUEST_RESULTS,
  SIGNATURE_SCHEMES,
  TICKET_PRIORITIES,
} from "@/db/enums";
import { ACTION_FIELDS } from "@/features/incoming-webhooks/fields";
import { settingsProblem } from "@/features/incoming-webhooks/settings-problem";
import { networkSchema } from "@/features/tokens/schema";
import { pageQuerySchema } from "@/lib/pagination";
import { instantSchema, numericIdSchema, storableText } from "@/lib/wire-types";

const MAX_HEADER_TEXT = 65_536;
const MAX_DEBUG_BODY = 1_000_000;
const MAX_OVERLAP_SECONDS = 604_800;
const DEFAULT_OVERLAP_SECONDS = 86_400;

export const REFUSAL_REASONS = [
  "missing_signature",
  "other_scheme",
  "malformed_signature",
  "missing_timestamp",
  "stale_timestamp",
  "bad_signature",
  "ip_not_allowed",
  "too_large",
  "rate_limited",
  "malformed_json",
  "unusable_payload",
  "paused",
  "loop",
] as const;

/** Refusals that a new secret, scheme, mapping, allow-list or a resume may mend. A loop and what was cut off stay refused. */
export const MENDABLE_REASONS = [
  "other_scheme",
  "bad_signature",
  "stale_timestamp",
  "ip_not_allowed",
  "rate_limited",
  "unusable_payload",
  "paused",
] as const satisfies readonly (typeof REFUSAL_REASONS)[number][];

const mappingSchema = z
  .record(z.string(), storableText().trim().min(1).max(500))
  .meta({ description: "Field → path into the payload (`issue.title`), or text with `{{path}}` in it." });

const defaultsSchema = z
  .strictObject({
    priority: z.enum(TICKET_PRIORITIES).optional(),
    assigneeId: numericIdSchema.optional(),
    teamId: numericIdSchema.optional(),
    tags: z.array(storableText().trim().min(1).max(60)).max(30).optional(),
  })
  .meta({ description: "For fields that the payload leaves out." });

export const incomingWebhookSchema = z
  .object({
    id: z.uuid(),
    name: z.string(),
    url: z.url(),
    action: z.enum(INCOMING_ACTIONS),
    signatureScheme: z.enum(SIGNATURE_SCHEMES),
    requireTimestamp: z.boolean(),
    mapping: z.record(z.string(), z.string()),
    defaults: defaultsSchema,
    allowedCidrs: z.array(z.string()),
    status: z.enum(INCOMING_STATUSES),
    holdWhilePaused: z.boolean(),
    heldRequests: z.int().meta({ description: "Waiting for the webhook to resume, counted up to 1,000." }),
    quarantinedRequests: z
      .int()
      .meta({ description: "Refused for a reason that can be mended, counted up to 1,000." }),
    ratePerMinute: z.int(),
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
  signatureScheme: z.enum(SIGNATURE_SCHEMES),
  requireTimestamp: z.boolean(),
  mapping: mappingSchema,
  defaults: defaultsSchema,
  allowedCidrs: z.array(networkSchema).max(50),
  holdWhilePaused: z.boolean(),
  ratePerMinute: z.int().min(1).max(60_000),
};

export const createIncomingWebhookSchema = z
  .strictObject({
    ...settings,
    signatureScheme: settings.signatureScheme.default("replify"),
    requireTimestamp: settings.requireTimestamp.default(false),
    mapping: settings.mapping.default({}),
    defaults: settings.defaults.default({}),
    allowedCidrs: settings.allowedCidrs.default([]),
    holdWhilePaused: settings.holdWhilePaused.default(false),
    ratePerMinute: settings.ratePerMinute.default(600),
    secret: storableText()
      .min(8)
      .max(256)
      .optional()
      .meta({ description: "One that the sender gave out; made here unless given." }),
  })
  .superRefine(({ action, mapping, ...rest }, check) => {
    const problem = settingsProblem(rest);
    if (problem) check.addIssue({ code: "custom", path: [problem.path], message: problem.message });
    for (const field of Object.keys(mapping)) {
      if (ACTION_FIELDS[action].includes(field)) continue;
      check.addIssue({
        code: "custom",
        path: ["mapping", field],
        message: `Not a field of ${action}. There are: ${ACTION_FIELDS[action].join(", ")}.`,
      });
    }
  })
  .meta({
    id: "CreateIncomingWebhook",
    example: { name: "Crash reporter", action: "create_ticket" },
  });

export const updateIncomingWebhookSchema = z
  .strictObject({
    ...settings,
    status: z.enum(INCOMING_STATUSES).meta({ description: "Resuming processes what was held." }),
    pauseNote: storableText()
      .trim()
      .max(200)
      .nullable()
      .meta({ description: "Why it is paused; shown while it is." }),
  })
  .partial()
  .meta({ id: "UpdateIncomingWebhook", example: { status: "paused" } });

export const createdIncomingWebhookSchema = incomingWebhookSchema
  .extend({ secret: z.string().meta({ description: "Shown in this answer only." }) })
  .meta({ id: "CreatedIncomingWebhook" });

export const rotateIncomingSecretSchema = z
  .strictObject({
    overlapSeconds: z.int().min(0).max(MAX_OVERLAP_SECONDS).default(DEFAULT_OVERLAP_SECONDS),
    secret: storableText().min(8).max(256).optional(),
  })
  .meta({ id: "RotateIncomingSecret", example: { overlapSeconds: DEFAULT_OVERLAP_SECONDS } });

const several = <Schema extends z.ZodType>(item: Schema) =>
  z.union([z.array(item).max(20), item.transform((one) => [one])]);

export const listIncomingWebhooksQuerySchema = pageQuerySchema.extend({
  status: several(z.enum(INCOMING_STATUSES)).optional(),
  action: several(z.enum(INCOMING_ACTIONS)).optional(),
  q: storableText().trim().max(200).optional().meta({ description: "Part of the name or of the URL." }),
});

export const incomingRequestSchema = z
  .object({
    id: z.uuid(),
    webhookId: z.uuid(),
    result: z.enum(REQUEST_RESULTS),
    reason: z.enum(REFUSAL_REASONS).nullable(),
    detail: z.string().nullable(),
    statusCode: z.int(),
    ip: z.string().nullable(),
    idempotencyKey: z.string().nullable(),
    secretUsed: z.enum(["current", "previous"]).nullable(),
    isPossibleReplay: z.boolean(),
    bodyBytes: z.int(),
    durationMs: z.int(),
    ticket: z.object({ id: z.uuid(), number: z.int(), subject: z.string() }).nullable(),
    commentId: z.uuid().nullable(),
    originalRequestId: z.uuid().nullable(),
    createdAt: z.iso.datetime(),
  })
  .meta({ id: "IncomingRequest" });

export const incomingRequestDetailSchema = incomingRequestSchema
  .extend({
    headers: z.record(z.string(), z.string()),
    body: z.string().meta({ description: "The bytes as text; base64 if they are not UTF-8." }),
    bodyEncoding: z.enum(["utf8", "base64"]),
    bodySha256: z.string(),
    answer: z.record(z.string(), z.unknown()),
    verdict: z.string().meta({ description: "What became of it and why, as a sentence." }),
    signatureScheme: z.enum(SIGNATURE_SCHEMES).meta({
      description: "That the webhook was set to when the request came; it may be set to another one by now.",
    }),
    signed: z
      .object({ prefix: z.string(), description: z.string() })
      .nullable()
      .meta({ description: "What stands before the body in the bytes that are signed." }),
  })
  .meta({ id: "IncomingRequestDetail" });

export const listIncomingRequestsQuerySchema = pageQuerySchema.extend({
  result: several(z.enum(REQUEST_RESULTS)).optional(),
  reason: several(z.enum(REFUSAL_REASONS)).optional(),
  from: instantSchema.optional(),
  to: instantSchema.optional(),
  needsAttention: z
    .stringbool()
    .optional()
    .meta({ description: "Only those that were refused for a reason that can be mended." }),
  q: storableText().trim().max(255).optional().meta({
    description: "A request's id, its Idempotency-Key or the address it came from; no parts of them.",
  }),
});

export const reprocessRequestsQuerySchema = pageQuerySchema.extend({
  cursor: pageQuerySchema.shape.cursor.meta({
    description: "nextCursor of the previous answer; left out, the oldest come first.",
  }),
});

export const reprocessedSchema = z
  .object({
    data: z.array(
      z.object({
        requestId: z.uuid(),
        result: z.enum(REQUEST_RESULTS),
        reason: z.enum(REFUSAL_REASONS).nullable(),
        detail: z.string().nullable().meta({ description: "Why it is still refused, if it is." }),
      }),
    ),
    nextCursor: z
      .string()
      .nullable()
      .meta({ description: "Pass as ?cursor= for the next; null at the end." }),
  })
  .meta({ id: "ReprocessedRequests" });

export const debugSignatureSchema = z
  .strictObject({
    headers: z
      .union([z.string().max(MAX_HEADER_TEXT), z.record(z.string(), z.string().max(MAX_HEADER_TEXT))])
      .meta({ description: "An object, or text with lines of `Name: value`." }),
    body: z.string().max(MAX_DEBUG_BODY).default(""),
    bodyEncoding: z.enum(["utf8", "base64"]).default("utf8"),
    receivedAt: instantSchema
      .optional()
      .meta({ description: "To which the age of the timestamp is reckoned; now unless given." }),
  })
  .meta({
    id: "DebugSignature",
    example: { headers: "X-Replify-Signature: sha256=00", body: '{"subject":"Printer on fire"}' },
  });

export const debuggedSignatureSchema = z
  .object({
    isAccepted: z.boolean().meta({ description: "Whether the signature would be accepted as it is." }),
    matched: z.enum(["current", "previous"]).nullable().meta({
      description: "The secret that made the signature, over these bytes or by one of the mistakes.",
    }),
    verdict: z.string(),
    mistakes: z.array(
      z.object({
        code: z.string(),
        message: z.string(),
      }),
    ),
    skewSeconds: z.int().nullable().meta({ description: "Age of the timestamp; negative in the future." }),
    limitSeconds: z.int(),
    bodyBytes: z.int(),
    bodySha256: z.string(),
  })
  .meta({ id: "DebuggedSignature" });

const statsFields = {
  averageMs: z.int().nullable().meta({ description: "That an answer took on average." }),
  accepted: z.int(),
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
  .object(statsFields)
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

export const previewMappingSchema = z
  .strictObject({
    action: z.enum(INCOMING_ACTIONS),
    mapping: mappingSchema.default({}),
    defaults: defaultsSchema.default({}),
    payload: z.unknown(),
  })
  .meta({
    id: "PreviewMapping",
    example: {
      action: "create_ticket",
      mapping: { subject: "issue.title" },
      payload: { issue: { title: "It broke" } },
    },
  });

export const mappingPreviewSchema = z
  .object({
    fields: z.record(z.string(), z.unknown()).meta({ description: "What the action would work with." }),
    issues: z.array(z.object({ path: z.string(), message: z.string() })),
  })
  .meta({ id: "MappingPreview" });

export type IncomingWebhook = z.output<typeof incomingWebhookSchema>;
export type CreateIncomingWebhook = z.output<typeof createIncomingWebhookSchema>;
export type UpdateIncomingWebhook = z.output<typeof updateIncomingWebhookSchema>;
export type CreatedIncomingWebhook = z.output<typeof createdIncomingWebhookSchema>;
export type RotateIncomingSecret = z.output<typeof rotateIncomingSecretSchema>;
export type ListIncomingWebhooksQuery = z.output<typeof listIncomingWebhooksQuerySchema>;
export type IncomingRequest = z.output<typeof incomingRequestSchema>;
export type IncomingRequestDetail = z.output<typeof incomingRequestDetailSchema>;
export type ListIncomingRequestsQuery = z.output<typeof listIncomingRequestsQuerySchema>;
export type ReprocessRequestsQuery = z.output<typeof reprocessRequestsQuerySchema>;
export type IncomingStats = z.output<typeof incomingStatsSchema>;
export type DebugSignature = z.output<typeof debugSignatureSchema>;
export type DebuggedSignature = z.output<typeof debuggedSignatureSchema>;
export type ListedIncomingStats = z.output<typeof listedIncomingStatsSchema>;
export type TestedIncomingWebhook = z.output<typeof testedIncomingWebhookSchema>;
export type PreviewMapping = z.output<typeof previewMappingSchema>;
export type MappingPreview = z.output<typeof mappingPreviewSchema>;
export type ReprocessedRequests = z.output<typeof reprocessedSchema>;
