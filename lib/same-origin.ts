import { env, isLocal } from "@/lib/env";

/** What a browser says about where a request comes from; null for a header that is not there. */
interface Provenance {
  /** Sec-Fetch-Site */
  site: string | null;
  origin: string | null;
  host: string | null;
}

/**
 * False for a request that another site made the browser send. A client that says neither Sec-Fetch-Site nor Origin is not a browser, and
 * cannot be tricked into sending the cookie.
 */
export function isSameOrigin({ site, origin, host }: Provenance): boolean {
  if (site === "same-origin" || site === "none") return true;
  if (site !== null) return false;
  return origin === null || origin === env.APP_URL || isOwnLoopback(origin, host);
}

/** Locally one may open 127.0.0.1 although APP_URL says localhost. */
function isOwnLoopback(origin: string, host: string | null): boolean {
  return isLocal() && URL.canParse(origin) && new URL(origin).host === host;
}
