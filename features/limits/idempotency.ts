import "server-only";
import { createHash } from "node:crypto";
import { and, eq, lte, not, sql } from "drizzle-orm";
import { database, transaction } from "@/db/client";
import { idempotencyKeys } from "@/db/schema";
import { actorLabel, type Context } from "@/lib/context";
import { AppError, InvalidError } from "@/lib/errors";
import { decryptSecret, encryptSecret } from "@/lib/keyring";

/** Stored answers that count no more: their keys may be used again. */
export const isForgotten = lte(idempotencyKeys.createdAt, sql`now() - interval '24 hours'`);

export interface Answer {
  status: number;
  /** JSON text, or null for an empty answer. */
  body: string | null;
}

/**
 * Runs `work` at most once per key. Its effects and the stored answer commit together, so a crash leaves either both or neither.
 * The same key and request replay the answer for 24 h; another request with that key is refused (422); one still running is 409.
 * A request that fails stores nothing and may be sent again.
 */
export async function withIdempotencyKey(
  ctx: Context,
  request: { key: string; method: string; path: string; body: string },
  work: () => Promise<Answer>,
): Promise<Answer & { replayed: boolean }> {
  if (!/^[\x21-\x7e]{1,255}$/.test(request.key)) {
    throw new InvalidError("The Idempotency-Key is not usable.", [
      { path: "Idempotency-Key", message: "Use 1 to 255 visible ASCII characters, e.g. a UUID." },
    ]);
  }
  const actor = actorLabel(ctx);
  const requestHash = createHash("sha256")
    .update(JSON.stringify([request.method, request.path, request.body]))
    .digest("hex");
  const aad = `idempotency|${ctx.organizationId}|${actor}|${request.key}`;

  return transaction(async () => {
    const [lock] = await database().execute<{ locked: boolean }>(
      sql`select pg_try_advisory_xact_lock(hashtextextended(${aad}, 0)) as locked`,
    );
    if (!lock?.locked) {
      throw new AppError(
        "in_progress",
        "A request with this Idempotency-Key is still running. Try again shortly.",
        {
          headers: { "retry-after": "1" },
        },
      );
    }
    const owned = and(
      eq(idempotencyKeys.organizationId, ctx.organizationId),
      eq(idempotencyKeys.actor, actor),
      eq(idempotencyKeys.key, request.key),
    );
    const [stored] = await database()
      .select()
      .from(idempotencyKeys)
      .where(and(owned, not(isForgotten)));
    if (stored) {
      if (stored.requestHash !== requestHash) {
        throw new AppError(
          "idempotency_key_reused",
          "This Idempotency-Key was used for a different request. Use a new key for a new request.",
        );
      }
      const body: unknown = JSON.parse(decryptSecret(stored.answerCiphertext, aad));
      return { status: stored.status, body: typeof body === "string" ? body : null, replayed: true };
    }
    const answer = await work();
    await database().delete(idempotencyKeys).where(owned);
    await database()
      .insert(idempotencyKeys)
      .values({
        organizationId: ctx.organizationId,
        actor,
        key: request.key,
        requestHash,
        status: answer.status,
        answerCiphertext: encryptSecret(JSON.stringify(answer.body), aad),
      });
    return { ...answer, replayed: false };
  });
}
