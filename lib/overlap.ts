import * as z from "zod";
import { InvalidError } from "@/lib/errors";
import { DEFAULT_OVERLAP_SECONDS, MAX_OVERLAP_SECONDS } from "@/lib/overlap-seconds";
import { SECOND_MS } from "@/lib/time";

/** Of a rotation. */
export const overlapSecondsSchema = z
  .int()
  .min(0)
  .max(MAX_OVERLAP_SECONDS)
  .default(DEFAULT_OVERLAP_SECONDS)
  .meta({ description: "How long the old one goes on working beside the new one; 0 ends it at once." });

export const extendOverlapSchema = z
  .strictObject({
    overlapSeconds: z.int().min(1).max(MAX_OVERLAP_SECONDS).meta({
      description: "How long the old one goes on working from now on: longer than it would, up to 7 days.",
    }),
  })
  .meta({ id: "ExtendOverlap", example: { overlapSeconds: MAX_OVERLAP_SECONDS } });

export type ExtendOverlap = z.output<typeof extendOverlapSchema>;

/** Until when the old one of two secrets works; null once it is over. */
export function overlapEnd(previousExpiresAt: Date | null): string | null {
  const isOver = previousExpiresAt === null || previousExpiresAt.getTime() <= Date.now();
  return isOver ? null : previousExpiresAt.toISOString();
}

/** Throws InvalidError for what would end an overlap sooner. */
export function assertLonger(overlapSeconds: number, endsAt: string): void {
  if (Date.now() + overlapSeconds * SECOND_MS > Date.parse(endsAt)) return;
  const message = `The overlap lasts until ${endsAt} already. Give a longer time.`;
  throw new InvalidError(message, [{ path: "overlapSeconds", message }]);
}
