import { config } from "zod";
import "@/lib/issue-sentences";
import { NAVIGATION_START } from "@/lib/navigation-event";

// Zod would try to compile schemas by `new Function`, which the pages' policy refuses and reports. This runs before any schema is made.
config({ jitless: true });

/** Next calls it for links, the keyboard and Back alike. */
export function onRouterTransitionStart(url: string): void {
  // Not right now: what is set within the router's own transition shows only once that is over.
  queueMicrotask(() => window.dispatchEvent(new CustomEvent(NAVIGATION_START, { detail: url })));
}
