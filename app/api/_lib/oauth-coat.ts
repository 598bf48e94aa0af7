import { jsonAnswer } from "@/app/api/_lib/json-answer";
import { OAuthError } from "@/features/oauth-clients/oauth-error";
import type { AppError, ErrorCode } from "@/lib/errors";

/** What the protocol has a name for; everything else that a caller did wrong is an invalid request. */
const ERROR_NAMES: Partial<Record<ErrorCode, string>> = {
  unauthorized: "invalid_token",
  forbidden: "insufficient_scope",
  rate_limited: "temporarily_unavailable",
  unavailable: "temporarily_unavailable",
  internal: "server_error",
};

/** RFC 6749 §5.2, with what is wrong of each field where there is more than one. */
export function oauthCoat(error: AppError): Response {
  const name = error instanceof OAuthError ? error.error : (ERROR_NAMES[error.code] ?? "invalid_request");
  const body = {
    error: name,
    error_description: describe(error.message),
    ...(error.issues ? { issues: error.issues } : {}),
  };
  return jsonAnswer(JSON.stringify(body), { status: error.status, headers: error.headers });
}

/** In the characters that the protocol allows there. */
function describe(message: string): string {
  return message
    .replace(/["“”]/g, "'")
    .replaceAll("→", ">")
    .replaceAll("…", "...")
    .replace(/[^\x20-\x7e]|\\/g, "?");
}
