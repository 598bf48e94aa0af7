import "server-only";
import { env } from "@/lib/env";

/** Keeps only a path of this origin; anything else (other hosts, `//host`, `javascript:`) becomes `/`. */
export function safeNextPath(target: string | null | undefined): string {
  if (!target || !URL.canParse(target, env.APP_URL)) return "/";
  const base = new URL(env.APP_URL);
  const url = new URL(target, base);
  // `blob:http://our.host/…` claims our origin too, hence the protocol.
  if (url.origin !== base.origin || url.protocol !== base.protocol) return "/";
  // The router's own mark on a request for data, which a page's address must not carry.
  if (url.searchParams.has("_rsc")) url.searchParams.delete("_rsc");
  return `${url.pathname}${url.search}${url.hash}`.replace(/^\/{2,}/, "/");
}
