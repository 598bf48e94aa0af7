import "server-only";
import {
  DELIVERY_HEADERS,
  envelopeJsonSchema,
  exampleEnvelope,
} from "@/features/api-reference/outgoing-webhook";
import { listEventTypes } from "@/features/event-types/queries";
import type { EventTypeView } from "@/features/event-types/schema";
import type { Context } from "@/lib/context";
import { ExactNumber } from "@/lib/exact-number";

type Json = Record<string, unknown>;

const DESCRIPTION = `What Replify sends to the target URLs of event subscriptions: one POST per event, signed, and retried until it is answered with a 2xx status.

**Signature**: \`X-Replify-Signature\` is \`sha256=\` and the hex HMAC-SHA256 of \`timestamp + "." + body\`, keyed with the subscription's secret. \`webhook-signature\` is that of Standard Webhooks, which its libraries verify. Refuse a timestamp more than 5 minutes off, and skip a delivery whose id you have seen.`;

/** The AsyncAPI 3.0 document of every event type that the caller's organization has. */
export async function createAsyncApi(ctx: Context): Promise<{ asyncapi: string; info: Json } & Json> {
  const types = await listEventTypes(ctx, {});
  return {
    asyncapi: "3.0.0",
    info: { title: "Replify events", version: "1.0.0", description: DESCRIPTION },
    defaultContentType: "application/json",
    servers: {
      receiver: {
        host: "receiver.example",
        protocol: "https",
        description: "Yours: the target URL of a subscription.",
      },
    },
    channels: Object.fromEntries(types.map((type) => [type.type, channelOf(type)])),
    operations: Object.fromEntries(types.map(({ type }) => [`send.${type}`, operationOf(type)])),
    components: { messageTraits: { delivery: { headers: HEADERS, correlationId: CORRELATION } } },
  };
}

/** Of every attempt of a delivery. */
const CORRELATION = { location: "$message.header#/webhook-id", description: "The delivery's id." };

const HEADERS = {
  type: "object",
  properties: Object.fromEntries(
    DELIVERY_HEADERS.map(([name, description, example]) => [
      name,
      { type: "string", description, examples: [example] },
    ]),
  ),
};

function channelOf({
  type,
  description,
  firesWhen,
  schema,
  sample,
  isCustom,
  isDeprecated,
}: EventTypeView): Json {
  const place = `#/channels/${type}/messages/delivery/payload${isCustom ? "/schema" : ""}/properties/data`;
  const payload = envelopeJsonSchema(type, rebased(schema, place));
  return {
    address: null,
    title: type,
    summary: description,
    description: isDeprecated ? `Deprecated. ${firesWhen}` : firesWhen,
    messages: {
      delivery: {
        name: type,
        title: type,
        summary: description,
        traits: [{ $ref: "#/components/messageTraits/delivery" }],
        // What an organization wrote may use any word of 2020-12; AsyncAPI's own dialect is older.
        payload: isCustom
          ? { schemaFormat: "application/schema+json;version=2020-12", schema: payload }
          : payload,
        examples: [{ name: "sample", payload: exampleEnvelope(type, sample) }],
      },
    },
  };
}

function operationOf(type: string): Json {
  return {
    action: "send",
    channel: { $ref: `#/channels/${type}` },
    summary: `Tell a subscription of ${type}`,
    messages: [{ $ref: `#/channels/${type}/messages/delivery` }],
  };
}

/** The schema with its references leading to where it stands now, and without a name and dialect of its own. */
function rebased({ $schema: _, $id: __, ...schema }: Json, place: string): Json {
  return Object.fromEntries(
    Object.entries(schema).map(([key, value]) => [key, withReferences(key, value, place)]),
  );
}

function withReferences(key: string, value: unknown, place: string): unknown {
  if (key === "$ref" && typeof value === "string") return `${place}${value.slice(1)}`;
  if (Array.isArray(value)) return value.map((item) => withReferences("", item, place));
  if (typeof value !== "object" || value === null || value instanceof ExactNumber) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [name, withReferences(name, inner, place)]),
  );
}
