import { NAVIGATION_START } from "@/lib/navigation-event";

/** Next calls it for links, the keyboard and Back alike. */
export function onRouterTransitionStart(url: string): void {
  // Not right now: what is set within the router's own transition shows only once that is over.
  queueMicrotask(() => window.dispatchEvent(new CustomEvent(NAVIGATION_START, { detail: url })));
}
