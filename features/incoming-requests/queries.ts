import "server-only";
import { createHash } from "node:crypto";
import { isIP } from "node:net";
import { and, desc, eq, gte, inArray, isNull, lt, or, sql } from "drizzle-orm";
import * as z from "zod";
import { database } from "@/db/client";
import { MENDABLE_REASONS, REFUSAL_REASONS } from "@/db/enums";
import { incomingRequests, incomingWebhooks, tickets } from "@/db/schema";
import { firstUuidAt } from "@/db/uuid";
import { claimedHops, HOPS_HEADER } from "@/features/deliveries/hops-proof";
import { filesOf } from "@/features/incoming-requests/payload";
import type {
  IncomingRequest,
  IncomingRequestDetail,
  ListIncomingRequestsQuery,
} from "@/features/incoming-requests/schema";
import { requestVerdict } from "@/features/incoming-requests/verdict";
import { incomingUrl } from "@/features/incoming-webhooks/address";
import { getIncomingWebhook } from "@/features/incoming-webhooks/queries";
import type { Claimed, Scheme } from "@/features/signatures/schemes/scheme";
import { schemeOf } from "@/features/signatures/schemes/schemes";
import { toleranceOf } from "@/features/signatures/tolerance";
import { authorize, type Context } from "@/lib/context";
import { maskCredentials } from "@/lib/credential-headers";
import { NotFoundError } from "@/lib/errors";
import { decodeIdCursor, toPage } from "@/lib/keyset";
import type { Page } from "@/lib/pagination";

const MAX_REPLAYS = 20;

export async function listIncomingRequests(
  ctx: Context,
  webhookId: string,
  query: ListIncomingRequestsQuery,
): Promise<Page<IncomingRequest>> {
  await getIncomingWebhook(ctx, webhookId);
  const before = decodeIdCursor(query.cursor);
  const rows = await selectRequests()
    .where(
      and(
        eq(incomingRequests.organizationId, ctx.organizationId),
        eq(incomingRequests.webhookId, webhookId),
        before ? lt(incomingRequests.id, before) : undefined,
        query.result ? inArray(incomingRequests.result, query.result) : undefined,
        query.reason ? inArray(incomingRequests.reason, query.reason) : undefined,
        query.from ? gte(incomingRequests.id, firstUuidAt(Date.parse(query.from))) : undefined,
        query.to ? lt(incomingRequests.id, firstUuidAt(Date.parse(query.to))) : undefined,
        query.needsAttention ? needsAttention() : undefined,
        query.q ? isNamed(query.q) : undefined,
      ),
    )
    .orderBy(desc(incomingRequests.id))
    .limit(query.limit + 1);
  return toPage(rows, {
    limit: query.limit,
    toItem: (row) => toRequest(ctx, row),
    cursorOf: (row) => row.id,
  });
}

/** Also of a webhook that was deleted: traces still lead to what it did. */
export async function getIncomingRequest(
  ctx: Context,
  webhookId: string,
  requestId: string,
): Promise<IncomingRequestDetail> {
  authorize(ctx, "incoming_webhooks:read");
  const webhook = await findWebhook(ctx, webhookId);
  const mine = and(
    eq(incomingRequests.organizationId, ctx.organizationId),
    eq(incomingRequests.webhookId, webhookId),
    eq(incomingRequests.id, requestId),
  );
  const [row] = await selectRequests().where(mine);
  const [bytes] = await database()
    .select({
      headers: incomingRequests.headers,
      body: incomingRequests.body,
      answer: incomingRequests.answer,
      query: incomingRequests.query,
      signatureScheme: incomingRequests.signatureScheme,
    })
    .from(incomingRequests)
    .where(mine);
  if (!webhook || !row || !bytes) throw new NotFoundError("request");
  const { headers, body, signatureScheme } = bytes;
  const text = body.toString("utf8");
  const isText = Buffer.from(text, "utf8").equals(body);
  const scheme = schemeOf({ signatureScheme, signature: webhook.signature });
  const signed = scheme.read({ headers, body, url: incomingUrl(webhook.key) + bytes.query });
  const request = toRequest(ctx, row);
  const timestamp = "problem" in signed ? null : signed.timestamp;
  const ageSeconds = timestamp === null ? null : Math.floor(row.createdAt.getTime() / 1000) - timestamp;
  const limitSeconds = toleranceOf(scheme, ageSeconds ?? 0);
  const isWebhookDeleted = webhook.deletedAt !== null;
  return {
    ...request,
    verdict: requestVerdict({ ...request, isWebhookDeleted }, ageSeconds, limitSeconds),
    signatureScheme,
    query: bytes.query,
    // Again, for what was kept before its name was known to be a credential's.
    headers: maskCredentials(headers),
    body: isText ? text : body.toString("base64"),
    bodyEncoding: isText ? "utf8" : "base64",
    bodySha256: row.isBodyKept ? createHash("sha256").update(body).digest("hex") : null,
    replays: request.isReplayed ? await listReplays(ctx, requestId) : [],
    webhook: { name: webhook.name, deletedAt: webhook.deletedAt?.toISOString() ?? null },
    answer: JSON.parse(bytes.answer),
    signed:
      "problem" in signed
        ? null
        : {
            prefix: signed.prefix,
            suffix: signed.suffix ?? "",
            isBodySigned: scheme.warning === undefined,
            description: signedInWords(scheme, signed, row.bodyBytes),
          },
    files: row.isBodyKept ? filesOf({ headers, body }) : [],
  };
}

function signedInWords(
  { proof = "hmac", recipe }: Scheme,
  { prefix, suffix, content }: Claimed,
  bytes: number,
) {
  if (proof === "credential") return "The secret itself, sent along; nothing is signed";
  const made = {
    hmac: `HMAC-${(recipe.algorithm ?? "sha256").toUpperCase().replace("SHA", "SHA-")}`,
    ed25519: "Ed25519",
    ecdsa: "ECDSA",
  };
  const body = content === undefined ? `the ${bytes} bytes of the body` : content && `“${content}”`;
  const parts = [prefix && `“${prefix}”`, body, suffix && `“${suffix}”`].filter(Boolean);
  return `${made[proof]} over ${parts.join(" and then ")}`;
}

/** Each way has its index; parts of an id or a key are not looked for. */
function isNamed(q: string) {
  const ways = [eq(incomingRequests.idempotencyKey, q)];
  if (z.uuid().safeParse(q).success) ways.push(eq(incomingRequests.id, q));
  if (isIP(q) !== 0) ways.push(eq(incomingRequests.ip, q));
  return or(...ways);
}

/** Has a reason only while it is refused, and can't be mended without its body. */
function needsAttention() {
  return and(inArray(incomingRequests.reason, [...MENDABLE_REASONS]), incomingRequests.isBodyKept);
}

async function findWebhook(ctx: Context, id: string) {
  const [webhook] = await database()
    .select({
      name: incomingWebhooks.name,
      key: incomingWebhooks.key,
      signature: incomingWebhooks.signature,
      deletedAt: incomingWebhooks.deletedAt,
    })
    .from(incomingWebhooks)
    .where(and(eq(incomingWebhooks.organizationId, ctx.organizationId), eq(incomingWebhooks.id, id)));
  return webhook;
}

async function listReplays(ctx: Context, requestId: string) {
  const rows = await database()
    .select({ id: incomingRequests.id, createdAt: incomingRequests.createdAt })
    .from(incomingRequests)
    .where(
      and(eq(incomingRequests.organizationId, ctx.organizationId), eq(incomingRequests.replayOf, requestId)),
    )
    .orderBy(desc(incomingRequests.id))
    .limit(MAX_REPLAYS);
  return rows.map(({ id, createdAt }) => ({ id, createdAt: createdAt.toISOString() }));
}

function selectRequests() {
  return database()
    .select({
      id: incomingRequests.id,
      webhookId: incomingRequests.webhookId,
      result: incomingRequests.result,
      reason: incomingRequests.reason,
      detail: incomingRequests.detail,
      statusCode: incomingRequests.statusCode,
      ip: incomingRequests.ip,
      idempotencyKey: incomingRequests.idempotencyKey,
      secretUsed: incomingRequests.secretUsed,
      isPossibleReplay: incomingRequests.isPossibleReplay,
      hops: incomingRequests.hops,
      hopsHeader: sql<string | null>`${incomingRequests.headers} ->> ${HOPS_HEADER}`,
      bodyBytes: incomingRequests.bodyBytes,
      isBodyKept: incomingRequests.isBodyKept,
      droppedAt: incomingRequests.droppedAt,
      durationMs: incomingRequests.durationMs,
      ticketId: tickets.id,
      ticketNumber: tickets.number,
      ticketSubject: tickets.subject,
      commentId: incomingRequests.commentId,
      chatId: incomingRequests.chatId,
      messageId: incomingRequests.messageId,
      remarks: incomingRequests.remarks,
      originalRequestId: incomingRequests.originalRequestId,
      replayOf: incomingRequests.replayOf,
      isReplayed: sql<boolean>`exists (select 1 from incoming_requests r where r.replay_of = incoming_requests.id)`,
      createdAt: incomingRequests.createdAt,
    })
    .from(incomingRequests)
    .leftJoin(tickets, and(eq(tickets.id, incomingRequests.ticketId), isNull(tickets.deletedAt)));
}

type RequestRow = Awaited<ReturnType<typeof selectRequests>>[number];

/** Which ticket it led to is for those who may read tickets. */
function toRequest(
  ctx: Context,
  { ticketId, ticketNumber, ticketSubject, hopsHeader, ...row }: RequestRow,
): IncomingRequest {
  const claimed = claimedHops({ [HOPS_HEADER]: hopsHeader ?? "" });
  const maySeeTicket = ctx.permissions.has("tickets:read");
  return {
    ...row,
    unprovenHops: claimed > row.hops && row.reason !== "loop" ? claimed : null,
    reason: REFUSAL_REASONS.find((reason) => reason === row.reason) ?? null,
    ticket:
      ticketId === null || !maySeeTicket
        ? null
        : { id: ticketId, number: ticketNumber ?? 0, subject: ticketSubject ?? "" },
    droppedAt: row.droppedAt?.toISOString() ?? null,
    createdAt: row.createdAt.toISOString(),
  };
}
