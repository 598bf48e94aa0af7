import "server-only";
import { env } from "@/lib/env";

/** The address of a webhook. */
export function incomingUrl(key: string): string {
  return new URL(`/api/incoming/${key}`, env.APP_URL).href;
}

/** The address as its sender called it, by path and query: behind a proxy our own name for it is another. */
export function calledUrl(path: string): string {
  return new URL(env.APP_URL).origin + path;
}

/** What stood behind the key, which is kept since some senders sign it. */
export function behindKey(key: string, url: string): string {
  const base = incomingUrl(key);
  return url.startsWith(base) ? url.slice(base.length) : "";
}
