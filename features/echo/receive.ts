import "server-only";
import { and, eq, sql } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import * as z from "zod";
import { database, transaction } from "@/db/client";
import { deliveries, echoReceivers, echoRequests } from "@/db/schema";
import { checkSignatures } from "@/features/echo/check-signatures";
import { consumeRateLimit, perMinute } from "@/features/limits/rate-limit";
import { echoUrl } from "@/lib/echo-address";
import { RateLimitedError } from "@/lib/errors";
import { receivedHeaders } from "@/lib/received-headers";
import { SECOND_MS } from "@/lib/time";

/** It shows requests to people; it is no place to keep anything. */
const MAX_REQUESTS = 100;
const MAX_BYTES = 2 * 1024 * 1024;
const RATE = perMinute("echo:receiver", 600);

export interface EchoCall {
  /** Lower-case names. */
  headers: Readonly<Record<string, string>>;
  body: Buffer;
  ip: string | null;
  /** Handed over by the worker itself. */
  isDelivery: boolean;
}

export interface EchoAnswer {
  status: number;
  headers: Record<string, string>;
  body: string;
  delayMs: number;
}

export interface EchoDoor {
  id: string;
  organizationId: number;
  key: string;
}

/** The receiver of an address; of the organization alone, where one is named. Undefined when there is none. */
export async function findEchoReceiver(key: string, organizationId?: number): Promise<EchoDoor | undefined> {
  const [receiver] = await database()
    .select({ id: echoReceivers.id, organizationId: echoReceivers.organizationId, key: echoReceivers.key })
    .from(echoReceivers)
    .where(
      and(
        eq(echoReceivers.key, key),
        organizationId === undefined ? undefined : eq(echoReceivers.organizationId, organizationId),
      ),
    );
  return receiver;
}

/**
 * Keeps a request with what came of its signatures, and says what to answer; null when the receiver was deleted meanwhile. It does nothing else with
 * the request, whatever that says.
 */
export async function receiveEcho(receiver: EchoDoor, call: EchoCall): Promise<EchoAnswer | null> {
  const { headers, body, ip, isDelivery } = call;
  const limited = await limitedAnswer(receiver);
  if (limited) return limited;
  const signatures = await checkSignatures(receiver.organizationId, echoUrl(receiver.key), { headers, body });
  const named = await findDelivery(receiver.organizationId, headers["webhook-id"]);
  const kept = receivedHeaders(headers);
  const id = uuidv7();
  return transaction(async () => {
    const answer = await takeAnswer(receiver);
    if (!answer) return null;
    await database()
      .insert(echoRequests)
      .values({
        id,
        organizationId: receiver.organizationId,
        receiverId: receiver.id,
        statusCode: answer.status,
        headers: kept,
        body,
        keptBytes: body.length + Buffer.byteLength(JSON.stringify([kept, signatures])),
        ip,
        isDelivery,
        deliveryId: named?.id ?? null,
        eventType: named?.eventType ?? null,
        signatures,
      });
    await makeRoom(receiver.id);
    return { ...answer, body: JSON.stringify({ received: true, id }) };
  });
}

async function limitedAnswer({ id }: EchoDoor): Promise<EchoAnswer | null> {
  const detail = `An echo receiver takes ${RATE.max} requests a minute. Wait a little.`;
  try {
    await consumeRateLimit(RATE, id, detail);
    return null;
  } catch (error) {
    if (!(error instanceof RateLimitedError)) throw error;
    return {
      status: error.status,
      headers: { ...error.headers },
      body: JSON.stringify({ received: false, detail }),
      delayMs: 0,
    };
  }
}

/** Locks the receiver, so that of two requests at once each is counted, and none is kept beyond the limits. Null when there is none any more. */
async function takeAnswer({ id }: EchoDoor): Promise<Omit<EchoAnswer, "body"> | null> {
  const mine = eq(echoReceivers.id, id);
  const [set] = await database()
    .select({
      status: echoReceivers.answerStatus,
      retryAfterSeconds: echoReceivers.retryAfterSeconds,
      delaySeconds: echoReceivers.delaySeconds,
      left: echoReceivers.answersLeft,
    })
    .from(echoReceivers)
    .where(mine)
    .for("update");
  if (!set) return null;
  const { status, retryAfterSeconds, delaySeconds, left } = set;
  await database()
    .update(echoReceivers)
    .set({
      lastRequestAt: sql`now()`,
      answersLeft: left === null ? null : Math.max(left - 1, 0),
      // Nobody has changed its settings.
      updatedAt: sql`${echoReceivers.updatedAt}`,
    })
    .where(mine);
  if (left === 0) return { status: 200, headers: {}, delayMs: 0 };
  const headers: Record<string, string> =
    status === 429 && retryAfterSeconds !== null ? { "retry-after": String(retryAfterSeconds) } : {};
  return { status, headers, delayMs: delaySeconds * SECOND_MS };
}

/** The newest stay, as many as there is room for. */
async function makeRoom(receiverId: string): Promise<void> {
  await database().execute(sql`
    delete from echo_requests where id in (
      select id from (
        select id, row_number() over newest as number, sum(kept_bytes) over newest as bytes
        from echo_requests where receiver_id = ${receiverId} window newest as (order by id desc)) kept
      where number > ${MAX_REQUESTS} or bytes > ${MAX_BYTES} and number > 1)`);
}

async function findDelivery(organizationId: number, id: string | undefined) {
  if (!z.uuid().safeParse(id).success || id === undefined) return undefined;
  const [row] = await database()
    .select({ id: deliveries.id, eventType: deliveries.eventType })
    .from(deliveries)
    .where(and(eq(deliveries.organizationId, organizationId), eq(deliveries.id, id)));
  return row;
}
