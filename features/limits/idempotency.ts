import "server-only";
import { createHash } from "node:crypto";
import { and, eq, lte, not, sql } from "drizzle-orm";
import { currentTransaction, database, send, transaction } from "@/db/client";
import { BOUND_TO } from "@/db/encrypted-columns";
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

interface IdempotentRequest {
  key: string;
  method: string;
  path: string;
  body: string;
}

/**
 * Runs `work` at most once per key. Its effects and the stored answer commit together, so a crash leaves either both or neither.
 * The same key and request replay the answer for 24 h; another request with that key is refused (422); one still running is 409.
 * A request that fails stores nothing and may be sent again.
 */
export async function withIdempotencyKey(
  ctx: Context,
  request: IdempotentRequest,
  work: () => Promise<Answer>,
): Promise<Answer & { replayed: boolean }> {
  if (!/^[\x21-\x7e]{1,255}$/.test(request.key)) {
    throw new InvalidError("The Idempotency-Key is not usable.", [
      { path: "Idempotency-Key", message: "Use 1 to 255 visible ASCII characters, e.g. a UUID." },
    ]);
  }
  return transaction(async () => {
    await lockKey(ctx, request);
    const stored = await findAnswer(ctx, request);
    if (stored) return { ...stored, replayed: true };
    const answer = await work();
    await storeAnswer(ctx, request, answer);
    return { ...answer, replayed: false };
  });
}

/** Until the transaction ends. Throws for a request whose first copy still runs. */
async function lockKey(ctx: Context, { key }: IdempotentRequest): Promise<void> {
  const [lock] = await currentTransaction().execute<{ locked: boolean }>(
    sql`select pg_try_advisory_xact_lock(hashtextextended(${nameOf(ctx, key)}, 0)) as locked`,
  );
  if (lock?.locked) return;
  throw new AppError(
    "in_progress",
    "A request with this Idempotency-Key is still running. Try again shortly.",
    { headers: { "retry-after": "1" } },
  );
}

async function findAnswer(ctx: Context, request: IdempotentRequest): Promise<Answer | null> {
  const [stored] = await database()
    .select()
    .from(idempotencyKeys)
    .where(and(isOwnKey(ctx, request.key), not(isForgotten)));
  if (!stored) return null;
  if (stored.requestHash !== hashOf(request)) {
    throw new AppError(
      "idempotency_key_reused",
      "This Idempotency-Key was used for a different request. Use a new key for a new request.",
    );
  }
  const body: unknown = JSON.parse(decryptSecret(stored.answerCiphertext, nameOf(ctx, request.key)));
  return { status: stored.status, body: typeof body === "string" ? body : null };
}

async function storeAnswer(ctx: Context, request: IdempotentRequest, answer: Answer): Promise<void> {
  await send(database().delete(idempotencyKeys).where(isOwnKey(ctx, request.key)).toSQL());
  const row = database()
    .insert(idempotencyKeys)
    .values({
      organizationId: ctx.organizationId,
      actor: callerOf(ctx),
      key: request.key,
      requestHash: hashOf(request),
      status: answer.status,
      answerCiphertext: encryptSecret(JSON.stringify(answer.body), nameOf(ctx, request.key)),
    });
  await send(row.toSQL());
}

function isOwnKey(ctx: Context, key: string) {
  return and(
    eq(idempotencyKeys.organizationId, ctx.organizationId),
    eq(idempotencyKeys.actor, callerOf(ctx)),
    eq(idempotencyKeys.key, key),
  );
}

/** A key is its caller's own. */
function nameOf(ctx: Context, key: string): string {
  return BOUND_TO.idempotentAnswer(ctx.organizationId, callerOf(ctx), key);
}

/** Sites of one customer know nothing of each other's keys; a site that refreshes its tokens stays the same one. */
function callerOf(ctx: Context): string {
  return ctx.actor.type === "customer" ? `${actorLabel(ctx)}:${ctx.actor.sessionId}` : actorLabel(ctx);
}

function hashOf({ method, path, body }: IdempotentRequest): string {
  return createHash("sha256")
    .update(JSON.stringify([method, path, body]))
    .digest("hex");
}
