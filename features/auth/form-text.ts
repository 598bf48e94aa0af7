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
