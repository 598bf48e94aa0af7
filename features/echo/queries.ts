import "server-only";
import { createHash } from "node:crypto";
import { and, desc, eq, inArray, isNull, lt, type SQL, sql } from "drizzle-orm";
import * as z from "zod";
import { database } from "@/db/client";
import { echoReceivers, echoRequests, subscriptions } from "@/db/schema";
import { secretNow } from "@/features/echo/check-signatures";
import {
  type EchoReceiver,
  type EchoRequest,
  type EchoRequestDetail,
  echoAnswerSchema,
  type ListEchoReceiversQuery,
  type ListEchoRequestsQuery,
  signatureCheckSchema,
} from "@/features/echo/schema";
import { withheldFrom } from "@/features/event-catalog/withheld";
import { authorize, type Context } from "@/lib/context";
import { echoUrl } from "@/lib/echo-address";
import { NotFoundError } from "@/lib/errors";
import { decodeIdCursor, toPage } from "@/lib/keyset";
import type { Page } from "@/lib/pagination";

const MAX_SUBSCRIPTIONS_SHOWN = 20;
const checksSchema = z.array(signatureCheckSchema);

export async function listEchoReceivers(
  ctx: Context,
  { cursor, limit }: ListEchoReceiversQuery,
): Promise<Page<EchoReceiver>> {
  authorize(ctx, "subscriptions:read");
  const before = decodeIdCursor(cursor);
  const rows = await selectReceivers(ctx, before ? lt(echoReceivers.id, before) : undefined).limit(limit + 1);
  const senders = await sendersTo(ctx, rows);
  return toPage(rows, { limit, toItem: (row) => toReceiver(row, senders), cursorOf: ({ id }) => id });
}

export async function getEchoReceiver(ctx: Context, id: string): Promise<EchoReceiver> {
  authorize(ctx, "subscriptions:read");
  const [row] = await selectReceivers(ctx, eq(echoReceivers.id, id));
  if (!row) throw new NotFoundError("echo receiver");
  return toReceiver(row, await sendersTo(ctx, [row]));
}

export async function listEchoRequests(
  ctx: Context,
  receiverId: string,
  { cursor, limit }: ListEchoRequestsQuery,
): Promise<Page<EchoRequest>> {
  authorize(ctx, "deliveries:read");
  await assertReceiver(ctx, receiverId);
  const before = decodeIdCursor(cursor);
  const rows = await selectRequests()
    .where(and(ofReceiver(ctx, receiverId), before ? lt(echoRequests.id, before) : undefined))
    .orderBy(desc(echoRequests.id))
    .limit(limit + 1);
  return toPage(rows, { limit, toItem: toRequest, cursorOf: ({ id }) => id });
}

export async function getEchoRequest(
  ctx: Context,
  receiverId: string,
  requestId: string,
): Promise<EchoRequestDetail> {
  authorize(ctx, "deliveries:read");
  const mine = and(ofReceiver(ctx, receiverId), eq(echoRequests.id, requestId));
  const [row] = await selectRequests().where(mine);
  const [bytes] = await database()
    .select({ headers: echoRequests.headers, body: echoRequests.body })
    .from(echoRequests)
    .where(mine);
  if (!row || !bytes) throw new NotFoundError("request");
  const { headers, body } = bytes;
  const text = body.toString("utf8");
  const isText = Buffer.from(text, "utf8").equals(body);
  const withheld = row.eventType === null ? null : withheldFrom(ctx, row.eventType);
  const shown = isText ? text : body.toString("base64");
  const checks = checksSchema.parse(row.signatures);
  return {
    ...toRequest(row),
    headers,
    body: withheld ? null : shown,
    bodyEncoding: isText ? "utf8" : "base64",
    bodySha256: createHash("sha256").update(body).digest("hex"),
    withheld,
    signatures: await Promise.all(
      checks.map(async (check) => ({ ...check, secretNow: await secretNow(ctx, check, { headers, body }) })),
    ),
  };
}

/** Of a receiver and no other organization's, whose requests may be asked for. */
async function assertReceiver(ctx: Context, id: string): Promise<void> {
  const [row] = await database()
    .select({ id: echoReceivers.id })
    .from(echoReceivers)
    .where(and(eq(echoReceivers.organizationId, ctx.organizationId), eq(echoReceivers.id, id)));
  if (!row) throw new NotFoundError("echo receiver");
}

function ofReceiver(ctx: Context, receiverId: string) {
  return and(eq(echoRequests.organizationId, ctx.organizationId), eq(echoRequests.receiverId, receiverId));
}

function selectReceivers(ctx: Context, where: SQL | undefined) {
  return database()
    .select({
      id: echoReceivers.id,
      name: echoReceivers.name,
      key: echoReceivers.key,
      status: echoReceivers.answerStatus,
      retryAfterSeconds: echoReceivers.retryAfterSeconds,
      delaySeconds: echoReceivers.delaySeconds,
      left: echoReceivers.answersLeft,
      lastRequestAt: echoReceivers.lastRequestAt,
      createdAt: echoReceivers.createdAt,
      requestCount: sql<number>`(select count(*)::int from echo_requests r where r.receiver_id = echo_receivers.id)`,
    })
    .from(echoReceivers)
    .where(and(eq(echoReceivers.organizationId, ctx.organizationId), where))
    .orderBy(desc(echoReceivers.id));
}

type ReceiverRow = Awaited<ReturnType<typeof selectReceivers>>[number];
type Senders = Map<string, { id: string; name: string }[]>;

/** The subscriptions that send to each of the receivers, by its address. */
async function sendersTo(ctx: Context, rows: ReceiverRow[]): Promise<Senders> {
  const senders: Senders = new Map(rows.map(({ key }) => [echoUrl(key), []]));
  if (rows.length === 0) return senders;
  const found = await database()
    .select({ id: subscriptions.id, name: subscriptions.name, targetUrl: subscriptions.targetUrl })
    .from(subscriptions)
    .where(
      and(
        eq(subscriptions.organizationId, ctx.organizationId),
        isNull(subscriptions.deletedAt),
        inArray(subscriptions.targetUrl, [...senders.keys()]),
      ),
    )
    .orderBy(desc(subscriptions.id));
  for (const { targetUrl, ...sender } of found) senders.get(targetUrl)?.push(sender);
  return senders;
}

function toReceiver(row: ReceiverRow, senders: Senders): EchoReceiver {
  const { key, status, retryAfterSeconds, delaySeconds, left, lastRequestAt, createdAt, ...rest } = row;
  const url = echoUrl(key);
  return {
    ...rest,
    url,
    answer: echoAnswerSchema.parse({ status, retryAfterSeconds, delaySeconds, left }),
    subscriptions: (senders.get(url) ?? []).slice(0, MAX_SUBSCRIPTIONS_SHOWN),
    lastRequestAt: lastRequestAt?.toISOString() ?? null,
    createdAt: createdAt.toISOString(),
  };
}

function selectRequests() {
  return database()
    .select({
      id: echoRequests.id,
      receiverId: echoRequests.receiverId,
      statusCode: echoRequests.statusCode,
      signatures: echoRequests.signatures,
      deliveryId: echoRequests.deliveryId,
      eventType: echoRequests.eventType,
      isDelivery: echoRequests.isDelivery,
      ip: echoRequests.ip,
      bodyBytes: sql<number>`length(${echoRequests.body})`,
      createdAt: echoRequests.createdAt,
    })
    .from(echoRequests);
}

type RequestRow = Awaited<ReturnType<typeof selectRequests>>[number];

function toRequest({ signatures, createdAt, ...row }: RequestRow): EchoRequest {
  const checks = checksSchema.parse(signatures);
  const signed = checks.some(({ isValid }) => isValid) ? "verified" : "failed";
  return {
    ...row,
    signature: checks.length === 0 ? "none" : signed,
    createdAt: createdAt.toISOString(),
  };
}
