import { AppError } from "@/lib/errors";
import { log } from "@/lib/log";
import { toProblem } from "@/lib/problem";
import { noteRequest } from "@/lib/request-log";

/** The one place where a handler's error becomes an answer. What we did not foresee is logged with its cause and answered without it. */
export function problemResponse(error: unknown, requestId: string): Response {
  const known = toAppError(error);
  if (known.code === "internal") log.error({ err: error, requestId }, "request failed");
  noteRequest({ requestId, code: known.code, reason: known.message });
  const { status, headers, body } = toProblem(known, requestId);
  return new Response(JSON.stringify(body), { status, headers });
}

function toAppError(error: unknown): AppError {
  if (error instanceof AppError) return error;
  if (isDatabaseUnavailable(error)) {
    return new AppError("unavailable", "The database is not answering. Try again shortly.", {
      headers: { "retry-after": "5" },
      cause: error,
    });
  }
  return new AppError(
    "internal",
    "Try again; if it persists, quote the request id to whoever runs this server.",
  );
}

/** Connection trouble (by driver or system code), and what Postgres itself gives up under load or at a restart (by SQLSTATE). */
function isDatabaseUnavailable(error: unknown): boolean {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    const code = "code" in cause ? String(cause.code) : "";
    if (/^(CONNECT|ECONN|ETIMEDOUT|EPIPE|EAI_AGAIN|ENOTFOUND|08|40|53|55P03|57|25P03)/.test(code))
      return true;
  }
  return false;
}
