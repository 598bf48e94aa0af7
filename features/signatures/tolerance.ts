import type { Scheme } from "./schemes/scheme";

/** How far a sender's clock may be off, either way. */
export const TOLERANCE_SECONDS = 300;

/** How far the time of a request of this scheme may be off; the age is negative where that lies ahead. */
export function toleranceOf({ toleranceSeconds }: Scheme, ageSeconds: number): number {
  return ageSeconds >= 0 ? (toleranceSeconds ?? TOLERANCE_SECONDS) : TOLERANCE_SECONDS;
}
