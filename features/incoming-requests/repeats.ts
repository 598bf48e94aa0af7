import "server-only";
import { createHash } from "node:crypto";
import { and, desc, eq, inArray, ne, sql } from "drizzle-orm";
import { database } from "@/db/client";
import { incomingRequestKeys, incomingRequests, type RepeatKeys } from "@/db/schema";
import { Refusal } from "@/features/incoming-requests/refusal";
import type { EventId } from "@/features/signatures/schemes/scheme";

interface VerifiedRequest {
  headers: Readonly<Record<string, string>>;
  body: Buffer;
  eventId: EventId | null;
  timestamp: number | null;
  proof: string;
}

interface Claim {
  /** The request that this one repeats. */
  original: string | null;
  isPossibleReplay: boolean;
}

interface ClaimOptions {
  requestId: string;
  /** Whoever looked at it says that it is another request, although it has the name of one. */
  mayReuse?: boolean;
}

/**
 * The sender's own key and its id of the event count together with the body, since whoever is on the way can change what is not signed. An id
 * within the signed body counts by itself: Stripe tells an event again with other words around it.
 */
export function repeatKeys({ headers, body, eventId, timestamp, proof }: VerifiedRequest): RepeatKeys {
  const idempotencyKey = headers["idempotency-key"];
  const names: RepeatKeys["names"] = [];
  const copies: string[] = [];
  if (idempotencyKey) names.push({ key: `key:${digest(idempotencyKey)}`, header: "Idempotency-Key" });
  if (eventId) {
    const key = `event:${digest(eventId.value)}`;
    if (eventId.header === null) copies.push(key);
    else names.push({ key, header: eventId.header });
  }
  const content = digest(body);
  return {
    proof: `proof:${proof}`,
    isProofUnique: timestamp !== null,
    copies: [...copies, ...names.map(({ key }) => `copy:${key}:${content}`)],
    names,
    content,
  };
}

/**
 * Makes the keys of a request its own, and says whether it repeats another. Waits for one that is being processed with any of them right now.
 * What was seen before under the same proof gets no name: whoever sends a captured request under the next key must not take that key from
 * the request that is still to come. Throws Refusal where a name belongs to another request.
 */
export async function claimKeys(
  webhookId: string,
  keys: RepeatKeys,
  { requestId, mayReuse = false }: ClaimOptions,
): Promise<Claim> {
  const { proof, copies, names } = keys;
  const nameKeys = names.map(({ key }) => key);
  const taken = await claimAll(webhookId, { requestId, keys: [proof, ...copies, ...nameKeys] });
  const isSeen = taken.has(proof);
  const original = await originalOf(webhookId, keys, taken);
  if (original !== null || isSeen) {
    const release = nameKeys.filter((key) => !taken.has(key));
    if (release.length > 0) await database().delete(incomingRequestKeys).where(isOneOf(webhookId, release));
  }
  if (original !== null) {
    // The new ones lead to what the known one led to.
    const lead = [proof, ...copies].filter((key) => !taken.has(key));
    if (lead.length > 0)
      await database()
        .update(incomingRequestKeys)
        .set({ requestId: original })
        .where(isOneOf(webhookId, lead));
    return { original, isPossibleReplay: false };
  }
  const reused = names.find(({ key }) => taken.has(key));
  if (reused && !mayReuse) throw keyReused(reused.header, taken.get(reused.key));
  return { original: null, isPossibleReplay: isSeen };
}

/** The keys that other requests have, with those requests. What was queued and refused in the end gives its keys up, like what is refused at once. */
async function claimAll(
  webhookId: string,
  { requestId, keys }: { requestId: string; keys: string[] },
): Promise<Map<string, string>> {
  const claimed = await database()
    .insert(incomingRequestKeys)
    // In one order for everybody, so that two requests never wait for each other.
    .values(keys.toSorted().map((key) => ({ webhookId, key, requestId })))
    .onConflictDoNothing()
    .returning({ key: incomingRequestKeys.key })
    .prepare("claim keys")
    .execute();
  const mine = new Set(claimed.map(({ key }) => key));
  const others = keys.filter((key) => !mine.has(key));
  if (others.length === 0) return new Map();
  const known = await ownersOf(webhookId, others);
  const isFree = known.some(({ result }) => result === "rejected");
  const owned = isFree ? await takeOver(webhookId, { requestId, keys: others }) : known;
  return new Map(owned.flatMap((row) => (row.requestId === requestId ? [] : [[row.key, row.requestId]])));
}

function ownersOf(webhookId: string, keys: string[]) {
  return database()
    .select({
      key: incomingRequestKeys.key,
      requestId: incomingRequestKeys.requestId,
      result: incomingRequests.result,
    })
    .from(incomingRequestKeys)
    .leftJoin(incomingRequests, eq(incomingRequests.id, incomingRequestKeys.requestId))
    .where(isOneOf(webhookId, keys));
}

/** Of several at once one gets them, and the others see that it has. */
async function takeOver(webhookId: string, { requestId, keys }: { requestId: string; keys: string[] }) {
  await database().execute(sql`
    with free as (
      select k.key from incoming_request_keys k join incoming_requests r on r.id = k.request_id
      where k.webhook_id = ${webhookId} and k.key in ${keys} and r.result = 'rejected'
      order by k.key for update of k)
    update incoming_request_keys k set request_id = ${requestId}, created_at = now()
    from free where k.webhook_id = ${webhookId} and k.key = free.key`);
  return ownersOf(webhookId, keys);
}

async function originalOf(
  webhookId: string,
  { proof, isProofUnique, copies, names, content }: RepeatKeys,
  taken: ReadonlyMap<string, string>,
): Promise<string | null> {
  for (const key of isProofUnique ? [...copies, proof] : copies) {
    const original = taken.get(key);
    if (original !== undefined) return original;
  }
  const owners = names.flatMap(({ key }) => taken.get(key) ?? []);
  if (owners.length === 0) return null;
  // Of requests that came before bodies were remembered with their names.
  const [same] = await database()
    .select({ id: incomingRequests.id })
    .from(incomingRequests)
    .where(
      and(
        eq(incomingRequests.webhookId, webhookId),
        inArray(incomingRequests.id, owners),
        hasContent(content),
      ),
    );
  return same?.id ?? null;
}

function hasContent(content: string) {
  return sql`encode(sha256(${incomingRequests.body}), 'hex') = ${content}`;
}

function isOneOf(webhookId: string, keys: string[]) {
  return and(eq(incomingRequestKeys.webhookId, webhookId), inArray(incomingRequestKeys.key, keys));
}

function keyReused(header: string, owner: string | undefined): Refusal {
  const first = `Its ${header} came before, with another body.`;
  return new Refusal("idempotency_key_reused", {
    reason: "idempotency_key_reused",
    detail: `${first} Nothing was done. Give each request a ${header} of its own.`,
    logDetail: `${first} Either the sender used it twice, or somebody on the way changed it. If the sender meant this request, verify and accept it.`,
    ...(owner !== undefined && { originalRequestId: owner }),
  });
}

/** What an accepted request led to, for those that repeat it. */
export async function findOriginal(webhookId: string, requestId: string) {
  const [original] = await database()
    .select({
      answer: incomingRequests.answer,
      ticketId: incomingRequests.ticketId,
      commentId: incomingRequests.commentId,
      chatId: incomingRequests.chatId,
      messageId: incomingRequests.messageId,
    })
    .from(incomingRequests)
    .where(and(eq(incomingRequests.webhookId, webhookId), eq(incomingRequests.id, requestId)));
  return original;
}

/** The same request, accepted with this Idempotency-Key, also after the key itself was forgotten. */
export async function findAcceptedByKey(
  webhookId: string,
  { id, idempotencyKey, body }: { id: string; idempotencyKey: string | null; body: Buffer },
): Promise<string | null> {
  if (idempotencyKey === null) return null;
  const [accepted] = await database()
    .select({ id: incomingRequests.id })
    .from(incomingRequests)
    .where(
      and(
        eq(incomingRequests.webhookId, webhookId),
        eq(incomingRequests.idempotencyKey, idempotencyKey),
        inArray(incomingRequests.result, ["accepted", "ignored"]),
        hasContent(digest(body)),
        ne(incomingRequests.id, id),
      ),
    )
    .orderBy(desc(incomingRequests.id))
    .limit(1);
  return accepted?.id ?? null;
}

function digest(content: string | Buffer): string {
  return createHash("sha256").update(content).digest("hex");
}
