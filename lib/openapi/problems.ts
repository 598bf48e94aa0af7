import * as z from "zod";
import { type Endpoint, takesIdempotencyKey } from "@/lib/endpoint";
import { ERROR_STATUS, ERROR_TITLES, type ErrorCode } from "@/lib/errors";

interface ErrorHelp {
  when: string;
  nextStep: string;
}

/** What each error code means to whoever calls the API. */
export const ERROR_HELP: Record<ErrorCode, ErrorHelp> = {
  malformed: {
    when: "The request can't be read: no JSON where a body is needed, a broken encoding, or two credentials.",
    nextStep: "Send it as the reference shows it.",
  },
  unauthorized: {
    when: "There is no credential, or it is unknown, expired or revoked.",
    nextStep: "Send Authorization: Bearer with a token that is active.",
  },
  forbidden: {
    when: "The credential is good but may not do this; the detail names what is missing.",
    nextStep: "Use a token with the scope, or ask an admin to grant it.",
  },
  reauthentication_required: {
    when: "The session has not proved for a while that it is still you. Tokens never get this.",
    nextStep: "Confirm that it is you, then repeat the call.",
  },
  not_found: {
    when: "There is nothing with this id in your organization.",
    nextStep: "Check the id, or list the resource to find it.",
  },
  method_not_allowed: {
    when: "The path exists, but not with this method.",
    nextStep: "Use one of the methods in the Allow header.",
  },
  not_acceptable: {
    when: "The request is well formed but breaks a rule, e.g. that there may be no more. Only the REST Hooks API tells it so.",
    nextStep: "Read msg, which says what to do first.",
  },
  request_timeout: {
    when: "The request did not arrive whole in time.",
    nextStep: "Send it again, all at once.",
  },
  conflict: {
    when: "The state of the resource does not allow it now.",
    nextStep: "Read the resource again; the detail says what to do first.",
  },
  in_progress: {
    when: "A request with the same Idempotency-Key is still running.",
    nextStep: "Repeat it after the seconds in Retry-After.",
  },
  payload_too_large: {
    when: "The body is larger than 1 MiB.",
    nextStep: "Split it into several calls.",
  },
  unsupported_media_type: {
    when: "The body is not sent as JSON, or it is compressed.",
    nextStep: "Send Content-Type: application/json, uncompressed.",
  },
  invalid: {
    when: "The request is well formed but refused; issues lists each field and why.",
    nextStep: "Correct the fields that issues names.",
  },
  handshake_failed: {
    when: "The target was asked by the handshake of REST Hooks whether it wants events, and did not answer as it should.",
    nextStep: "Answer the empty POST with status 200 and the same X-Hook-Secret header.",
  },
  idempotency_key_reused: {
    when: "The Idempotency-Key was used for a different request.",
    nextStep: "Make a new key for each new request.",
  },
  rate_limited: {
    when: "Too many calls in a minute, by this credential or from this address.",
    nextStep: "Wait for the seconds in Retry-After.",
  },
  headers_too_large: {
    when: "The address and headers together are larger than 16 KiB.",
    nextStep: "Send fewer or shorter headers.",
  },
  internal: {
    when: "Something failed on our side.",
    nextStep: "Try again; if it persists, quote requestId to whoever runs this server.",
  },
  unavailable: {
    when: "The database or the server is not ready.",
    nextStep: "Try again after the seconds in Retry-After.",
  },
};

// Object.keys forgets the type of the keys, which are exactly the closed list.
export const ERROR_CODES = Object.keys(ERROR_STATUS) as ErrorCode[];

export const problemSchema = z
  .looseObject({
    type: z.string().meta({ description: "A URN that stands for the code." }),
    title: z.string().meta({ description: "The code in words; the same for every such problem." }),
    status: z.int().meta({ description: "The HTTP status." }),
    detail: z.string().meta({ description: "What went wrong this time, and what to do next." }),
    code: z.enum(ERROR_CODES).meta({ description: "What to branch on. Codes are never renamed." }),
    requestId: z.string().meta({ description: "Quote it when you ask for help; also in X-Request-Id." }),
    issues: z
      .array(
        z.object({
          path: z.string().meta({ description: "Where in the input, dotted: eventTypes.0" }),
          message: z.string(),
        }),
      )
      .optional()
      .meta({ description: "One entry for each thing wrong with the input." }),
    missingScope: z.string().optional().meta({ description: "With forbidden: the scope that is lacking." }),
    createTokenUrl: z.string().optional().meta({
      description:
        "With missingScope, where the token itself lacks it: the form for one that has it, filled in.",
    }),
  })
  .meta({ id: "Problem", description: "Problem details (RFC 9457). It may hold more members than these." });

type Problem = z.output<typeof problemSchema>;

const EXAMPLE_REQUEST_ID = "req_4f1c2a7e9b6d4e0fa3c58d17b2e60c94";

export function exampleProblem(code: ErrorCode): Problem {
  const { when, nextStep } = ERROR_HELP[code];
  return {
    type: `urn:replify:error:${code}`,
    title: ERROR_TITLES[code],
    status: ERROR_STATUS[code],
    detail: `${when} ${nextStep}`,
    code,
    requestId: EXAMPLE_REQUEST_ID,
    ...(code === "invalid" ? { issues: [{ path: "name", message: "Give it a name." }] } : {}),
  };
}

/** Every error that a call of the endpoint can give, other than 405 (its method is declared) and 500 (never meant to happen). */
export function errorsOf(endpoint: Endpoint): ErrorCode[] {
  const { access, sensitivity, params, query, body, errors } = endpoint;
  const isPublic = access === "public";
  const isKeyed = takesIdempotencyKey(endpoint);
  const possible: Partial<Record<ErrorCode, unknown>> = {
    malformed: body ?? !isPublic,
    unauthorized: !isPublic,
    forbidden: !isPublic,
    reauthentication_required: sensitivity,
    not_found: params,
    in_progress: isKeyed,
    payload_too_large: body,
    unsupported_media_type: body,
    invalid: body ?? query ?? params ?? isKeyed,
    idempotency_key_reused: isKeyed,
    rate_limited: true,
    unavailable: true,
    ...errors,
  };
  return ERROR_CODES.filter((code) => possible[code]);
}
