import type {
  ZodOpenApiMediaTypeObject,
  ZodOpenApiResponseObject,
  ZodOpenApiResponsesObject,
} from "zod-openapi";
import { type Dialect, statusIn } from "@/lib/dialect";
import { customerScopeOf, type Endpoint, takesIdempotencyKey } from "@/lib/endpoint";
import type { ErrorCode } from "@/lib/errors";
import { isScope } from "@/lib/scopes";
import { errorLookOf } from "./error-looks";
import { headerReferences, LIMIT_HEADERS } from "./headers";
import { ERROR_HELP, errorsOf } from "./problems";

/** Answers that say the same wherever they occur. The others depend on the operation and are written out with it. */
const SHARED: { name: string; codes: ErrorCode[] }[] = [
  { name: "Malformed", codes: ["malformed"] },
  { name: "Unauthorized", codes: ["unauthorized"] },
  { name: "NotFound", codes: ["not_found"] },
  { name: "InProgress", codes: ["in_progress"] },
  { name: "PayloadTooLarge", codes: ["payload_too_large"] },
  { name: "UnsupportedMediaType", codes: ["unsupported_media_type"] },
  { name: "Invalid", codes: ["invalid"] },
  { name: "InvalidOrKeyReused", codes: ["invalid", "idempotency_key_reused"] },
  { name: "RateLimited", codes: ["rate_limited"] },
  { name: "Unavailable", codes: ["unavailable"] },
];

const SUCCESS: Record<Endpoint["status"], string> = {
  200: "OK.",
  201: "Created.",
  202: "Accepted; the work goes on in the background.",
  204: "Done. There is no body.",
};

export function sharedResponses(): Record<string, ZodOpenApiResponseObject> {
  return Object.fromEntries(SHARED.map(({ name, codes }) => [name, problemResponse(codes, whenOf(codes))]));
}

export function responsesOf(endpoint: Endpoint): ZodOpenApiResponsesObject {
  const { dialect } = endpoint;
  const responses: ZodOpenApiResponsesObject = { [`${endpoint.status}`]: successResponse(endpoint) };
  for (const [status, codes] of Map.groupBy(errorsOf(endpoint), (code) => statusIn(dialect, code))) {
    const description = codes.map((code) => describe(endpoint, code)).join(" ");
    const shared = sharedBy(dialect).find(
      (one) => one.codes.join() === codes.join() && whenOf(codes) === description,
    );
    responses[`${status}`] = shared
      ? { $ref: `#/components/responses/${shared.name}` }
      : problemResponse(codes, description, dialect);
  }
  return responses;
}

/** Those of a dialect have a look of their own. */
function sharedBy(dialect: Dialect | undefined) {
  return dialect ? [] : SHARED;
}

function successResponse(endpoint: Endpoint): ZodOpenApiResponseObject {
  const isPublic = endpoint.access === "public";
  const headers = [
    "X-Request-Id",
    ...(isPublic ? [] : LIMIT_HEADERS),
    ...(takesIdempotencyKey(endpoint) ? ["Idempotency-Replayed"] : []),
  ];
  return {
    description: SUCCESS[endpoint.status],
    headers: headerReferences(headers),
    ...(endpoint.status === 204 ? {} : { content: successContent(endpoint) }),
  };
}

function successContent({ produces = ["application/json"], response }: Endpoint) {
  return Object.fromEntries(
    produces.map((type): [string, ZodOpenApiMediaTypeObject] => [
      type,
      { schema: /[/+]json$/.test(type) ? response : { type: "string" } },
    ]),
  );
}

function problemResponse(
  codes: ErrorCode[],
  description: string,
  dialect?: Dialect,
): ZodOpenApiResponseObject {
  const [first = "internal"] = codes;
  const { mediaType, schema, example } = errorLookOf(dialect);
  const headers = [
    "X-Request-Id",
    ...(codes.some((code) => code === "unauthorized") ? ["WWW-Authenticate"] : LIMIT_HEADERS),
    ...(codes.some((code) => RETRYABLE.has(code)) ? ["Retry-After"] : []),
  ];
  return {
    description,
    headers: headerReferences(headers),
    content: { [mediaType]: { schema, example: example(first) } },
    "x-error-codes": codes,
  };
}

const RETRYABLE: ReadonlySet<ErrorCode> = new Set(["in_progress", "rate_limited", "unavailable"]);

function whenOf(codes: ErrorCode[]): string {
  return codes.map((code) => ERROR_HELP[code].when).join(" ");
}

function describe({ access, errors }: Endpoint, code: ErrorCode): string {
  const declared = errors?.[code];
  if (declared) return declared;
  if (code === "forbidden" && isScope(access)) return `The token, or the role behind it, lacks ${access}.`;
  const customerScope = customerScopeOf(access);
  if (code === "forbidden" && customerScope)
    return `The customer has not given the app the scope ${customerScope}.`;
  return ERROR_HELP[code].when;
}
