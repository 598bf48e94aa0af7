import "server-only";
import { isNotNull, isNull, sql } from "drizzle-orm";
import { database, transaction } from "@/db/client";
import { installation } from "@/db/schema";

/** A random id that stays with the database, so that all workers share it and no other installation has it. */
export async function getInstallationId(): Promise<string> {
  await database().insert(installation).values({}).onConflictDoNothing();
  const [row] = await database().select({ id: installation.id }).from(installation);
  if (!row) throw new Error("The installation has no row.");
  return row.id;
}

/** An Inngest server has called a worker. True when that ended a silence. */
export function noteInngestCall(): Promise<boolean> {
  return transaction(async () => {
    const ended = await database()
      .update(installation)
      .set({ inngestSilentSince: null })
      .where(isNotNull(installation.inngestSilentSince))
      .returning({ id: installation.id });
    await database().update(installation).set({ inngestCalledAt: sql`now()` });
    return ended.length > 0;
  });
}

/** Deliveries are due, and no Inngest server has called for `quietMs`. True for whoever notices first. */
export async function noteInngestSilence(quietMs: number): Promise<boolean> {
  const noted = await database()
    .update(installation)
    .set({ inngestSilentSince: sql`now() - make_interval(secs => ${quietMs / 1000})` })
    .where(isNull(installation.inngestSilentSince))
    .returning({ id: installation.id });
  return noted.length > 0;
}

/** There is no server whose silence could matter (any more). */
export async function forgetInngestSilence(): Promise<void> {
  await database().update(installation).set({ inngestSilentSince: null, inngestCalledAt: null });
}
