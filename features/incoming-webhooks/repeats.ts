import "server-only";
import { createHash } from "node:crypto";
import { and, desc, eq, inArray, ne } from "drizzle-orm";
import { database, type Transaction } from "@/db/client";
import { incomingRequestKeys, incomingRequests } from "@/db/schema";

export interface RepeatKeys {
  /** By each of which a repeat is known for certain. */
  dedupeKeys: string[];
  /** By which a repeat is only suspected; null where the signature itself tells one from a replay. */
  replayKey: string | null;
}

interface VerifiedRequest {
  headers: Readonly<Record<string, string>>;
  eventId: string | null;
  timestamp: number | null;
  proof: string;
}

/**
 * What a request and its repeats have in common: the sender's own key, or else its event id. Anybody on the way can change those where they
 * are not signed, so what was signed counts besides: with a timestamp it is never the same for two requests, without one it may well be.
 */
export function repeatKeys({ headers, eventId, timestamp, proof }: VerifiedRequest): RepeatKeys {
  const idempotencyKey = headers["idempotency-key"];
  const named = idempotencyKey ? `key:${digest(idempotencyKey)}` : eventId && `event:${digest(eventId)}`;
  const dedupeKeys = named ? [named] : [];
  return timestamp === null
    ? { dedupeKeys, replayKey: `proof:${proof}` }
    : { dedupeKeys: [...dedupeKeys, `proof:${proof}`], replayKey: null };
}

/** Null when all keys are new, else the request that has one of them. Waits for one that is being processed with it right now. */
export async function claimKeys(
  tx: Transaction,
  webhookId: string,
  keys: string[],
  requestId: string,
): Promise<string | null> {
  for (const [index, key] of keys.entries()) {
    const original = await claimKey(tx, webhookId, key, requestId);
    if (original === null) continue;
    // The new ones lead to what the known one led to.
    const claimed = keys.slice(0, index);
    if (claimed.length > 0)
      await tx
        .update(incomingRequestKeys)
        .set({ requestId: original })
        .where(and(eq(incomingRequestKeys.webhookId, webhookId), inArray(incomingRequestKeys.key, claimed)));
    return original;
  }
  return null;
}

async function claimKey(
  tx: Transaction,
  webhookId: string,
  key: string,
  requestId: string,
): Promise<string | null> {
  const claimed = await tx
    .insert(incomingRequestKeys)
    .values({ webhookId, key, requestId })
    .onConflictDoNothing()
    .returning({ key: incomingRequestKeys.key });
  if (claimed.length > 0) return null;
  const [known] = await tx
    .select({ requestId: incomingRequestKeys.requestId })
    .from(incomingRequestKeys)
    .where(and(eq(incomingRequestKeys.webhookId, webhookId), eq(incomingRequestKeys.key, key)));
  return known?.requestId ?? null;
}

/** What an accepted request led to, for those that repeat it. */
export async function findOriginal(webhookId: string, requestId: string) {
  const [original] = await database()
    .select({
      answer: incomingRequests.answer,
      ticketId: incomingRequests.ticketId,
      commentId: incomingRequests.commentId,
    })
    .from(incomingRequests)
    .where(and(eq(incomingRequests.webhookId, webhookId), eq(incomingRequests.id, requestId)));
  return original;
}

/** The request that was accepted with this Idempotency-Key, also after the key itself was forgotten. */
export async function findAcceptedByKey(
  webhookId: string,
  { id, idempotencyKey }: { id: string; idempotencyKey: string | null },
): Promise<string | null> {
  if (idempotencyKey === null) return null;
  const [accepted] = await database()
    .select({ id: incomingRequests.id })
    .from(incomingRequests)
    .where(
      and(
        eq(incomingRequests.webhookId, webhookId),
        eq(incomingRequests.idempotencyKey, idempotencyKey),
        eq(incomingRequests.result, "accepted"),
        ne(incomingRequests.id, id),
      ),
    )
    .orderBy(desc(incomingRequests.id))
    .limit(1);
  return accepted?.id ?? null;
}

function digest(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
