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

/** Of two transactions that waited for each other Postgres has ended this one: a fault of ours in the order of locks. */
export function isDeadlock(error: unknown): boolean {
  return databaseCodes(error).includes("40P01");
}

/** Connection trouble (by driver or system code), and what Postgres itself gives up under load or at a restart (by SQLSTATE). */
function isDatabaseUnavailable(error: unknown): boolean {
  const isTrouble = /^(CONNECT|ECONN|ETIMEDOUT|EPIPE|EAI_AGAIN|ENOTFOUND|08|40|53|55P03|57|25P03)/;
  return databaseCodes(error).some((code) => isTrouble.test(code));
}

/** Of the error and of what caused it. */
function databaseCodes(error: unknown): string[] {
  if (!(error instanceof Error)) return [];
  return ["code" in error ? String(error.code) : "", ...databaseCodes(error.cause)];
}
