import "server-only";
import { lte, sql } from "drizzle-orm";
import { database } from "@/db/client";
import { idempotencyKeys, rateLimits } from "@/db/schema";
import { isForgotten } from "@/features/limits/idempotency";

/** Deletes stored answers that are replayed no more, and counting windows that ended. */
export async function pruneLimits(): Promise<void> {
  await database().delete(idempotencyKeys).where(isForgotten);
  await database().delete(rateLimits).where(lte(rateLimits.windowEndsAt, sql`now()`));
}
