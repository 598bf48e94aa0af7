import { AppError, UnavailableError } from "@/lib/errors";

/** What the caller is told of whatever was thrown. */
export function toAppError(error: unknown): AppError {
  if (error instanceof AppError) return error;
  if (isDatabaseUnavailable(error))
    return new UnavailableError("The database is not answering. Try again shortly.");
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
