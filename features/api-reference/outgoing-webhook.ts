import * as z from "zod";
import type { oas31, ZodOpenApiOperationObject, ZodOpenApiPathsObject } from "zod-openapi";
import { eventDefinition, jsonSchemaOf } from "@/features/event-catalog/catalog";
import { EVENT_TYPES, type EventType } from "@/features/event-catalog/names";

const EXAMPLE_TYPE = "ticket.created";
const DELIVERY_ID = "01960581-3c00-7a21-9f40-5d2c8e7b1a01";
const EVENT_ID = "01960581-3bf0-7f03-8d1e-6a2b7c9d0e44";

/** A delivery of such a data, whole. */
export function exampleEnvelope(event: string, data: Readonly<Record<string, unknown>>) {
  return { id: DELIVERY_ID, event, timestamp: "2026-03-02T09:30:00.000Z", data };
}

const envelopeSchema = z
  .object({
    id: z
      .uuid()
      .meta({ description: "The delivery's id, the same on every attempt. Skip what you have seen." }),
    event: z.string().meta({ description: "The event type." }),
    timestamp: z.iso.datetime().meta({ description: "When the event happened." }),
    data: z
      .record(z.string(), z.unknown())
      .meta({ description: "As the schema of the event type says: GET /api/v1/event-types/{type}." }),
  })
  .meta({
    id: "DeliveryEnvelope",
    description: "The body of every outgoing webhook. Its bytes are the same on every attempt.",
    example: exampleEnvelope(EXAMPLE_TYPE, eventDefinition(EXAMPLE_TYPE).sample),
  });

/** Of each attempt, in the format `replify`. */
export const DELIVERY_HEADERS: [name: string, description: string, example: string][] = [
  ["X-Replify-Event", "The event type.", EXAMPLE_TYPE],
  ["X-Replify-Delivery-Id", "The delivery's id, the same on every attempt and resend.", DELIVERY_ID],
  ["X-Replify-Event-Id", "The event's id, the same for every subscription.", EVENT_ID],
  ["X-Replify-Timestamp", "Unix seconds of this attempt; part of what is signed.", "1772443800"],
  ["X-Replify-Attempt", "1 for the first attempt, 2 for the first retry, and so on.", "1"],
  [
    "X-Replify-Hops",
    "Deliveries in a row that led here. Send it along, with its proof, when you call an incoming webhook: at 3 the loop ends.",
    "1",
  ],
  [
    "X-Replify-Hops-Proof",
    "Shows Replify that it set X-Replify-Hops itself; without it the number counts for nothing. Good for a day.",
    `t=1772443800,d=${DELIVERY_ID},v1=3b1f0d7c5a9e8d6f4c2b1a0f9e8d7c6b5a4f3e2d1c0b9a8f7e6d5c4b3a2f1e0d`,
  ],
  [
    "X-Replify-Signature",
    'sha256= and the hex HMAC-SHA256 of timestamp + "." + body, keyed with the whole secret as text. While a rotation overlaps there are two, separated by a comma.',
    "sha256=5f0c1f0d3a3c1d7f8f9f5b8f8a6d0c4e2b7a9d1e3c5f7081920a3b4c5d6e7f80",
  ],
  ["webhook-id", "The delivery's id (Standard Webhooks).", DELIVERY_ID],
  ["webhook-timestamp", "Unix seconds of this attempt (Standard Webhooks).", "1772443800"],
  [
    "webhook-signature",
    "v1, and a base64 signature (Standard Webhooks): the packages standardwebhooks and svix verify it. Two of them, separated by a space, while a rotation overlaps.",
    "v1,K5oZfzN95Z9UVu1EsfQmfVNQhnkZ2pj9o9NDN/H/pI4=",
  ],
  ["User-Agent", "Who calls.", "Replify-Webhooks/1.0"],
];

/** The headers as parameters, to be referred to by their names. */
export const DELIVERY_PARAMETERS: Record<string, oas31.ParameterObject> = Object.fromEntries(
  DELIVERY_HEADERS.map(([name, description, example]) => [
    name,
    { name, in: "header", required: true, description, schema: { type: "string" }, example },
  ]),
);

const RECEIVING = {
  tags: ["Outgoing webhooks"],
  security: [],
  parameters: Object.keys(DELIVERY_PARAMETERS).map((name) => ({ $ref: `#/components/parameters/${name}` })),
  responses: {
    "2XX": { description: "Taken. The delivery has succeeded; your body is kept in its log." },
    "410": { description: "The target is gone for good: the subscription is disabled." },
    "429": { description: "Too fast. Retry-After moves the next attempt, up to twice its delay." },
    "503": { description: "Not now. Retry-After moves the next attempt, up to twice its delay." },
    default: { description: "A failed attempt. It is retried as the subscription says." },
  },
} satisfies Partial<ZodOpenApiOperationObject>;

/** What our deliveries look like to those who receive them: in general, and for each built-in type. */
export const OUTGOING_WEBHOOKS: ZodOpenApiPathsObject = {
  delivery: {
    post: {
      operationId: "receiveDelivery",
      summary: "An event, sent to the target URL of a subscription",
      description:
        "Answer with any 2xx status within 10 seconds, and do the work afterwards. Anything else is retried as the subscription says. Redirects are not followed.",
      ...RECEIVING,
      requestBody: { required: true, content: { "application/json": { schema: envelopeSchema } } },
    },
  },
  ...Object.fromEntries(EVENT_TYPES.map((type) => [type, { post: receivingOf(type) }])),
};

function receivingOf(type: EventType): ZodOpenApiOperationObject {
  const { description, firesWhen, sample } = eventDefinition(type);
  const { $schema: _, ...data } = jsonSchemaOf(type);
  return {
    operationId: `receive_${type.replaceAll(".", "_")}`,
    summary: description,
    description: `${firesWhen} GET /api/v1/event-types/${type}/samples shows it in every format.`,
    ...RECEIVING,
    requestBody: {
      required: true,
      content: {
        "application/json": {
          schema: envelopeJsonSchema(type, data),
          example: exampleEnvelope(type, sample),
        },
      },
    },
  };
}

/** The body of a delivery of one type. */
export function envelopeJsonSchema(type: string, data: object) {
  return {
    type: "object" as const,
    properties: {
      id: { type: "string" as const, description: "The delivery's id, the same on every attempt." },
      event: { type: "string" as const, const: type },
      timestamp: {
        type: "string" as const,
        format: "date-time",
        description: "When the event happened.",
      },
      data,
    },
    required: ["id", "event", "timestamp", "data"],
  };
}
