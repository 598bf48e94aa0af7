import { createHash, timingSafeEqual } from "node:crypto";

/** Compares in time that does not depend on where two strings differ. */
export function isSameSecret(given: string, expected: string): boolean {
  return timingSafeEqual(sha256(given), sha256(expected));
}

function sha256(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}
