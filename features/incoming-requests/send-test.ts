import "server-only";
import { randomUUID } from "node:crypto";
import { and, desc, eq, isNull } from "drizzle-orm";
import { database, transaction } from "@/db/client";
import { incomingRequests, incomingWebhooks, tickets } from "@/db/schema";
import { recordAudit } from "@/features/audit/record";
import { receiveRequest } from "@/features/incoming-requests/receive";
import { Refusal } from "@/features/incoming-requests/refusal";
import { getIncomingWebhook } from "@/features/incoming-webhooks/queries";
import { samplePayload } from "@/features/incoming-webhooks/sample-payload";
import type { TestedIncomingWebhook } from "@/features/incoming-webhooks/schema";
import { openSecrets } from "@/features/incoming-webhooks/secrets";
import { schemeOf } from "@/features/signatures/schemes/schemes";
import { signRequest } from "@/features/signatures/sign-request";
import { authorize, type Context } from "@/lib/context";
import { ConflictError, NotFoundError } from "@/lib/errors";

/** Sends a signed sample through the same door as every sender, so that what answers is what would answer them. */
export async function sendTestRequest(ctx: Context, id: string): Promise<TestedIncomingWebhook> {
  authorize(ctx, "incoming_webhooks:write");
  const webhook = await getIncomingWebhook(ctx, id);
  const { key, secret } = await openWebhook(ctx, id);
  const { signatureScheme, signature, action, mapping, url } = webhook;
  const scheme = schemeOf(webhook);
  if (scheme.isOnlySenders)
    throw new ConflictError(`Nobody but ${scheme.label} can sign a request of its kind. Have it send one.`);
  const ticketNumber = await lastTicketNumber(ctx);
  const payload = samplePayload({
    scheme: signatureScheme,
    signature,
    action,
    mapping,
    ...(ticketNumber && { ticketNumber }),
  });
  const body = Buffer.from(JSON.stringify(payload));
  const idempotencyKey = `test-${randomUUID()}`;
  await transaction(() =>
    recordAudit(ctx, {
      action: "incoming_webhook.tested",
      target: { type: "incoming_webhook", id, name: webhook.name },
    }),
  );
  try {
    const answer = await receiveRequest({
      key,
      headers: {
        "content-type": "application/json",
        "user-agent": "Replify test",
        "idempotency-key": idempotencyKey,
        ...signRequest(scheme, { secret, body, url, nowMs: Date.now() }),
      },
      url,
      body,
      bodyBytes: body.length,
      ip: ctx.ip,
    });
    const { requestId } = answer.body;
    return {
      requestId: typeof requestId === "string" ? requestId : null,
      statusCode: answer.status,
      answer: answer.body,
    };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return {
      requestId: await requestIdOf(id, idempotencyKey),
      statusCode: error.status,
      answer: { code: error.code, detail: error.message, ...(error.issues && { issues: error.issues }) },
    };
  }
}

async function openWebhook(ctx: Context, id: string): Promise<{ key: string; secret: string }> {
  const [row] = await database()
    .select({
      id: incomingWebhooks.id,
      key: incomingWebhooks.key,
      secretCiphertext: incomingWebhooks.secretCiphertext,
      previousSecretCiphertext: incomingWebhooks.previousSecretCiphertext,
      previousSecretExpiresAt: incomingWebhooks.previousSecretExpiresAt,
    })
    .from(incomingWebhooks)
    .where(and(eq(incomingWebhooks.organizationId, ctx.organizationId), eq(incomingWebhooks.id, id)));
  const [secret] = row ? openSecrets(row) : [];
  if (!row || !secret) throw new NotFoundError("incoming webhook");
  return { key: row.key, secret };
}

/** A comment or a status needs a ticket that is there. */
async function lastTicketNumber(ctx: Context): Promise<number | undefined> {
  const [row] = await database()
    .select({ number: tickets.number })
    .from(tickets)
    .where(and(eq(tickets.organizationId, ctx.organizationId), isNull(tickets.deletedAt)))
    .orderBy(desc(tickets.id))
    .limit(1);
  return row?.number;
}

/** Null in a flood of refusals, which are not all kept. */
async function requestIdOf(webhookId: string, idempotencyKey: string): Promise<string | null> {
  const [row] = await database()
    .select({ id: incomingRequests.id })
    .from(incomingRequests)
    .where(
      and(eq(incomingRequests.webhookId, webhookId), eq(incomingRequests.idempotencyKey, idempotencyKey)),
    );
  return row?.id ?? null;
}
