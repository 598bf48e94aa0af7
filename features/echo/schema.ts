import * as z from "zod";
import { ECHO_STATUSES } from "@/features/echo/answer-statuses";
import { withheldSchema } from "@/features/event-catalog/withheld";
import { pageQuerySchema } from "@/lib/pagination";
import { storableText } from "@/lib/wire-types";

/** Longer than a delivery waits for its answer, so that it can be seen giving up. */
const ECHO_MAX_DELAY_SECONDS = 15;
const MAX_ANSWERS = 1000;
const MAX_RETRY_AFTER_SECONDS = 3600;

const SIGNATURE_STATES = ["verified", "failed", "none"] as const;
const nameSchema = storableText().trim().min(1, "Give it a name.").max(100);

export const echoAnswerSchema = z
  .strictObject({
    status: z.literal([...ECHO_STATUSES]).default(200),
    retryAfterSeconds: z
      .int()
      .min(1)
      .max(MAX_RETRY_AFTER_SECONDS)
      .nullable()
      .default(null)
      .meta({ description: "What Retry-After says beside a 429." }),
    delaySeconds: z
      .int()
      .min(0)
      .max(ECHO_MAX_DELAY_SECONDS)
      .default(0)
      .meta({ description: "How long it lets the sender wait. A delivery gives up after 10 s." }),
    left: z
      .int()
      .min(0)
      .max(MAX_ANSWERS)
      .nullable()
      .default(null)
      .meta({ description: "How many more requests get this answer; then 200 at once. null: all of them." }),
  })
  .meta({ id: "EchoAnswer", description: "What requests are answered with." });

export const echoReceiverSchema = z
  .object({
    id: z.uuid(),
    name: z.string(),
    url: z.url().meta({ description: "The target of a subscription, or of a request of your own." }),
    answer: echoAnswerSchema,
    requestCount: z.int().meta({ description: "Of those that are kept: the newest 100." }),
    subscriptions: z
      .array(z.object({ id: z.uuid(), name: z.string() }))
      .meta({ description: "That send here, at most 20." }),
    lastRequestAt: z.iso.datetime().nullable(),
    createdAt: z.iso.datetime(),
  })
  .meta({ id: "EchoReceiver" });

export const createEchoReceiverSchema = z
  .strictObject({ name: nameSchema.default("Echo receiver") })
  .meta({ id: "CreateEchoReceiver", example: { name: "Echo receiver" } });

export const updateEchoReceiverSchema = z
  .strictObject({ name: nameSchema.exactOptional(), answer: echoAnswerSchema.exactOptional() })
  .meta({ id: "UpdateEchoReceiver", example: { answer: { status: 500, left: 2 } } });

export const signatureCheckSchema = z
  .object({
    header: z.string().meta({ example: "webhook-signature" }),
    scheme: z.string().meta({ example: "Standard Webhooks" }),
    isValid: z.boolean(),
    detail: z.string().meta({ description: "What came of it, as a sentence." }),
    secret: z.enum(["current", "previous"]).nullable().meta({
      description: "Which secret of the subscription had made it when the request came.",
    }),
    subscriptionId: z.uuid().nullable(),
    skewSeconds: z.int().nullable().meta({ description: "Age of the timestamp; negative in the future." }),
    prefix: z.string().nullable().meta({ description: "What was signed before the body." }),
  })
  .meta({ id: "EchoSignature", description: "A signature in the headers, checked as the request came." });

export const echoRequestSchema = z
  .object({
    id: z.uuid(),
    receiverId: z.uuid(),
    statusCode: z.int().meta({ description: "What it was answered." }),
    signature: z.enum(SIGNATURE_STATES),
    deliveryId: z.uuid().nullable().meta({ description: "The delivery that its webhook-id names." }),
    eventType: z.string().nullable(),
    isDelivery: z.boolean().meta({ description: "Handed over by Replify itself; else it came over HTTP." }),
    ip: z.string().nullable(),
    bodyBytes: z.int(),
    createdAt: z.iso.datetime(),
  })
  .meta({ id: "EchoRequest" });

export const echoRequestDetailSchema = echoRequestSchema
  .extend({
    headers: z.record(z.string(), z.string()),
    body: z.string().nullable().meta({ description: "The bytes as text; base64 if they are not UTF-8." }),
    bodyEncoding: z.enum(["utf8", "base64"]),
    bodySha256: z.string(),
    withheld: withheldSchema,
    signatures: z.array(
      signatureCheckSchema.extend({
        secretNow: z.enum(["current", "previous", "replaced"]).nullable().meta({
          description: "What has become of that secret since; null where none had made the signature.",
        }),
      }),
    ),
  })
  .meta({ id: "EchoRequestDetail" });

export const listEchoReceiversQuerySchema = pageQuerySchema;
export const listEchoRequestsQuerySchema = pageQuerySchema;

export type EchoAnswer = z.output<typeof echoAnswerSchema>;
export type EchoReceiver = z.output<typeof echoReceiverSchema>;
export type CreateEchoReceiver = z.output<typeof createEchoReceiverSchema>;
export type UpdateEchoReceiver = z.output<typeof updateEchoReceiverSchema>;
export type SignatureCheck = z.output<typeof signatureCheckSchema>;
export type EchoRequest = z.output<typeof echoRequestSchema>;
export type EchoRequestDetail = z.output<typeof echoRequestDetailSchema>;
export type ListEchoReceiversQuery = z.output<typeof listEchoReceiversQuerySchema>;
export type ListEchoRequestsQuery = z.output<typeof listEchoRequestsQuerySchema>;
