import type { oas31 } from "zod-openapi";

/** Response headers that many answers share, as components. */
export const HEADERS: Record<string, oas31.HeaderObject> = {
  "X-Request-Id": {
    description: "Names this call in our logs. Quote it when you ask for help.",
    schema: { type: "string" },
  },
  "RateLimit-Limit": {
    description: "How many calls a minute this credential may make.",
    schema: { type: "integer" },
  },
  "RateLimit-Remaining": {
    description: "How many of them are left in this window.",
    schema: { type: "integer" },
  },
  "RateLimit-Reset": { description: "Seconds until the window starts anew.", schema: { type: "integer" } },
  "RateLimit-Policy": {
    description: "The limit and its window in seconds: 600;w=60",
    schema: { type: "string" },
  },
  "Retry-After": { description: "Seconds to wait before the next try.", schema: { type: "integer" } },
  "WWW-Authenticate": {
    description: "How to authenticate (RFC 6750).",
    schema: { type: "string" },
  },
  "Idempotency-Replayed": {
    description: "Sent, as true, with the stored answer to an earlier call with the same Idempotency-Key.",
    schema: { type: "string", enum: ["true"] },
  },
};

/** On every answer to a caller who is known. */
export const LIMIT_HEADERS = [
  "RateLimit-Limit",
  "RateLimit-Remaining",
  "RateLimit-Reset",
  "RateLimit-Policy",
];

export const IDEMPOTENCY_KEY_PARAMETER: oas31.ParameterObject = {
  name: "Idempotency-Key",
  in: "header",
  required: false,
  description:
    "Makes a repeat safe: for 24 hours the same key and body get the first answer again and nothing is done twice. " +
    "1 to 255 visible ASCII characters; a UUID is best.",
  schema: { type: "string", minLength: 1, maxLength: 255 },
  example: "0b8f4c1e-6a57-4b1d-9f30-2f3f5d0c7a44",
};

export function headerReferences(names: string[]): oas31.HeadersObject {
  return Object.fromEntries(names.map((name) => [name, { $ref: `#/components/headers/${name}` }]));
}
