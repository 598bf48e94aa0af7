import type { AppError } from "@/lib/errors";

/** A field of what an action was called with. Anybody can call one with anything, so the form may be none. */
export function formText(form: unknown, name: string): string {
  const value = form instanceof FormData ? form.get(name) : null;
  return typeof value === "string" ? value : "";
}

/** How often a form was sent before, by the state that came back with it. */
export function previousTries(state: unknown): number {
  const tries: unknown = typeof state === "object" && state !== null && "tries" in state ? state.tries : 0;
  return Number.isSafeInteger(tries) ? Number(tries) : 0;
}

/** What a form says of why it was refused, and when to try again if that is why. */
export function refusalOf(error: AppError): string {
  const seconds = Number(error.headers["retry-after"]);
  if (error.code !== "rate_limited" || !(seconds > 0)) return error.message;
  const minutes = Math.ceil(seconds / 60);
  return `${error.message} Try again in ${minutes === 1 ? "a minute" : `${minutes} minutes`}.`;
}
