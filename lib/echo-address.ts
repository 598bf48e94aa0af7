import { env } from "@/lib/env";

/** 24 random bytes, in base64url. */
const KEY = /^[A-Za-z0-9_-]{32}$/;
const KEY_LENGTH = 32;

/** Where an echo receiver takes requests. */
export function echoUrl(key: string): string {
  return new URL(`/api/echo/${key}`, env.APP_URL).href;
}

/**
 * The key of the echo receiver whose address this is, to the letter: another spelling of the same place, a query or a slash more makes it
 * one of the addresses of our own that no subscription may have. Whether there is such a receiver, and whose, only the database knows.
 */
export function echoKeyOf(url: string): string | null {
  const key = url.slice(-KEY_LENGTH);
  return KEY.test(key) && url === echoUrl(key) ? key : null;
}
