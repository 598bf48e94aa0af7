import { AppError, type Issue, TooManyError } from "@/lib/errors";

/** Of our fields, the name in that API. */
const NAMES: [start: string, name: string][] = [
  ["targetUrl", "target_url"],
  ["eventTypes", "event"],
  ["filter", "configuration.filters"],
];

/** Runs what subscriptions do; its refusals name that API's fields. What was well-formed and breaks a rule is 406 there. */
export async function inTheirWords<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    throw error instanceof AppError ? translate(error) : error;
  }
}

function translate(error: AppError): AppError {
  const isRule = error.code === "invalid" || error instanceof TooManyError;
  if (!isRule && !error.issues) return error;
  return new AppError(isRule ? "not_acceptable" : error.code, error.message, {
    ...(error.issues && { issues: error.issues.map(rename) }),
    headers: error.headers,
    cause: error,
  });
}

function rename({ path, message }: Issue): Issue {
  const name = NAMES.find(([start]) => path === start || path.startsWith(`${start}.`))?.[1];
  return { path: name ?? path, message };
}
