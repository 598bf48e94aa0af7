import { AppError, ERROR_STATUS, ERROR_TITLES, type ErrorCode, type Issue } from "@/lib/errors";
import { log } from "@/lib/log";

/** RFC 9457 problem details. */
interface Problem {
  type: string;
  title: string;
  status: number;
  detail: string;
  code: ErrorCode;
  requestId: string;
  issues?: Issue[];
}

/** The one place where an error becomes an answer. What we did not foresee is logged with its cause and answered without it. */
export function problemResponse(error: unknown, requestId: string): Response {
  const known = toAppError(error);
  if (known.code === "internal") log.error({ err: error, requestId }, "request failed");
  const problem: Problem = {
    type: `urn:replify:error:${known.code}`,
    title: ERROR_TITLES[known.code],
    status: ERROR_STATUS[known.code],
    detail: known.message,
    code: known.code,
    requestId,
    ...(known.issues ? { issues: known.issues } : {}),
    ...known.members,
  };
  return new Response(JSON.stringify(problem), {
    status: problem.status,
    headers: {
      "content-type": "application/problem+json",
      "cache-control": "no-store",
      "x-request-id": requestId,
      ...known.headers,
    },
  });
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
