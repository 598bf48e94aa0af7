/** `next` is where it leads afterwards. */
export function signInHref(next?: string): string {
  return `/sign-in${next ? `?next=${encodeURIComponent(next)}` : ""}`;
}

/** Signs in whoever opens it, once. */
export function signInLinkHref(token: string): string {
  return `/sign-in/link/${token}`;
}

/** Where a sign-in goes on that lacks its second factor. */
export function factorStepHref(next: string): string {
  return `/sign-in/second-factor${next === "/" ? "" : `?next=${encodeURIComponent(next)}`}`;
}

export function setupHref(): string {
  return "/setup";
}

/** The window to confirm in who one is, and where the provider sends back to. */
export function confirmationHref(): string {
  return "/confirm";
}
