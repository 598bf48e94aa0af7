import "server-only";
import { createHash } from "node:crypto";
import { and, desc, eq, ne } from "drizzle-orm";
import { database, type Transaction } from "@/db/client";
import { incomingRequestKeys, incomingRequests } from "@/db/schema";

export interface RepeatKeys {
  /** By which a repeat is known for certain; null when the sender gives no means. */
  dedupeKey: string | null;
  /** By which a repeat is only suspected. */
  replayKey: string | null;
}

interface SentRequest {
  headers: Readonly<Record<string, string>>;
  body: Buffer;
}

/** What a request and its repeats have in common: the sender's own key, else its event id, else a signed moment; at the least the bytes. */
export function repeatKeys(
  { headers, body }: SentRequest,
  { eventId, isTimestamped }: { eventId: string | null; isTimestamped: boolean },
): RepeatKeys {
  const idempotencyKey = headers["idempotency-key"];
  if (idempotencyKey) return { dedupeKey: `key:${digest(idempotencyKey)}`, replayKey: null };
  if (eventId) return { dedupeKey: `event:${digest(eventId)}`, replayKey: null };
  const signed = Object.entries(headers)
    .filter(([name]) => /signature|timestamp/.test(name))
    .map(([name, value]) => `${name}=${value}`);
  if (isTimestamped) return { dedupeKey: `signed:${digest(...signed)}`, replayKey: null };
  return { dedupeKey: null, replayKey: `body:${digest(body)}` };
}

/** Null when the key is new, else the request that has it. Waits for one that is being processed with it right now. */
export async function claimKey(
  tx: Transaction,
  webhookId: string,
  key: string | null,
  requestId: string,
): Promise<string | null> {
  if (key === null) return null;
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

function digest(...parts: (string | Buffer)[]): string {
  const hash = createHash("sha256");
  for (const part of parts) hash.update(part).update("\n");
  return hash.digest("hex");
}
