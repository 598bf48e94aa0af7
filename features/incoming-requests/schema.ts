import * as z from "zod";
import { REFUSAL_REASONS, REQUEST_RESULTS, SENDERS, SIGNATURE_SCHEMES } from "@/db/enums";
import { receivedFileSchema } from "@/features/incoming-webhooks/received-file-schema";
import { genericSignatureSchema } from "@/lib/generic-signature";
import { pageQuerySchema } from "@/lib/pagination";
import { instantSchema, several, storableText } from "@/lib/wire-types";

const MAX_HEADER_TEXT = 65_536;
const MAX_DEBUG_BODY = 1_000_000;

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
    hops: z.int().meta({
      description: "Deliveries of this Replify in a row that led here, proven by X-Replify-Hops-Proof.",
    }),
    unprovenHops: z.int().nullable().meta({
      description:
        "What X-Replify-Hops says, where nothing proves that this Replify set it. It counts for nothing.",
    }),
    bodyBytes: z.int(),
    isBodyKept: z.boolean().meta({
      description:
        "False for what was too large, and for a body over 64 KiB that nobody is known to have signed, beyond 4 MiB of those a minute. Without its body a request can't be accepted later.",
    }),
    droppedAt: z.iso.datetime().nullable().meta({
      description:
        "When its headers and body made room for newer ones: of refused requests that nobody is known to have signed INCOMING_KEPT_MB are kept.",
    }),
    durationMs: z.int(),
    ticket: z.object({ id: z.uuid(), number: z.int(), subject: z.string() }).nullable(),
    commentId: z.uuid().nullable(),
    chatId: z.uuid().nullable(),
    messageId: z.uuid().nullable(),
    remarks: z
      .array(z.object({ path: z.string(), message: z.string() }))
      .nullable()
      .meta({ description: "Values that didn't fit, and what was done instead." }),
    originalRequestId: z.uuid().nullable().meta({
      description:
        "For a duplicate: the request that did the work. For a key that was used before: the request that has it.",
    }),
    replayOf: z.uuid().nullable().meta({
      description:
        "For a replay: the request of the sender that was run again, also where that was by way of another replay. The log keeps a replay as long as that request.",
    }),
    isReplayed: z.boolean(),
    createdAt: z.iso.datetime(),
  })
  .meta({ id: "IncomingRequest" });

export const incomingRequestDetailSchema = incomingRequestSchema
  .extend({
    headers: z.record(z.string(), z.string()),
    body: z.string().meta({ description: "The bytes as text; base64 if they are not UTF-8." }),
    bodyEncoding: z.enum(["utf8", "base64"]),
    query: z.string().meta({ description: "What stood behind the webhook's URL as it was called." }),
    bodySha256: z.string().nullable().meta({ description: "null where the body was not kept." }),
    replays: z
      .array(z.object({ id: z.uuid(), createdAt: z.iso.datetime() }))
      .meta({ description: "When it was run again, newest first, the last 20." }),
    webhook: z.object({ name: z.string(), deletedAt: z.iso.datetime().nullable() }),
    answer: z.record(z.string(), z.unknown()),
    verdict: z.string().meta({ description: "What became of it and why, as a sentence." }),
    signatureScheme: z.enum(SIGNATURE_SCHEMES).meta({
      description: "That the webhook was set to when the request came; it may be set to another one by now.",
    }),
    signed: z
      .object({
        prefix: z.string(),
        suffix: z.string(),
        isBodySigned: z.boolean().meta({ description: "Whether a changed body would be noticed." }),
        description: z.string(),
      })
      .nullable()
      .meta({ description: "What stands before and after the body in the bytes that are signed." }),
    files: z
      .array(receivedFileSchema)
      .meta({ description: "That came in a form, or in base64 within JSON, of a request that was kept." }),
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
    .meta({ description: "Only those that were rejected for a reason that can be fixed." }),
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
    query: storableText().max(2_000).optional().meta({
      description:
        "What stood behind the webhook's URL as it was called, such as `?a=1`: some senders sign it.",
    }),
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
    suggestion: z
      .union([
        z.object({ sender: z.enum(SENDERS), description: z.string() }),
        z.object({ signature: genericSignatureSchema, description: z.string() }),
      ])
      .nullable()
      .meta({
        description:
          "What an update of the webhook may set, so that exactly this request is taken; null where there is nothing.",
      }),
  })
  .meta({ id: "DebuggedSignature" });

export type IncomingRequest = z.output<typeof incomingRequestSchema>;
export type IncomingRequestDetail = z.output<typeof incomingRequestDetailSchema>;
export type ListIncomingRequestsQuery = z.output<typeof listIncomingRequestsQuerySchema>;
export type ReprocessRequestsQuery = z.output<typeof reprocessRequestsQuerySchema>;
export type DebugSignature = z.output<typeof debugSignatureSchema>;
export type DebuggedSignature = z.output<typeof debuggedSignatureSchema>;
export type ReprocessedRequests = z.output<typeof reprocessedSchema>;
