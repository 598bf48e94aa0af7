import "server-only";
import { and, eq, isNull } from "drizzle-orm";
import { database } from "@/db/client";
import { incomingWebhooks } from "@/db/schema";
import { getIncomingWebhook } from "@/features/incoming-webhooks/queries";
import type { Context } from "@/lib/context";
import { NotFoundError } from "@/lib/errors";

/** What a call of a webhook is judged and processed by. */
export type Webhook = Awaited<ReturnType<typeof selectWebhooks>>[number];

function selectWebhooks() {
  return database()
    .select({
      id: incomingWebhooks.id,
      key: incomingWebhooks.key,
      organizationId: incomingWebhooks.organizationId,
      name: incomingWebhooks.name,
      action: incomingWebhooks.action,
      signatureScheme: incomingWebhooks.signatureScheme,
      signature: incomingWebhooks.signature,
      requireTimestamp: incomingWebhooks.requireTimestamp,
      secretCiphertext: incomingWebhooks.secretCiphertext,
      previousSecretCiphertext: incomingWebhooks.previousSecretCiphertext,
      previousSecretExpiresAt: incomingWebhooks.previousSecretExpiresAt,
      mapping: incomingWebhooks.mapping,
      defaults: incomingWebhooks.defaults,
      conditions: incomingWebhooks.conditions,
      correlationKey: incomingWebhooks.correlationKey,
      rules: incomingWebhooks.rules,
      otherwise: incomingWebhooks.otherwise,
      onClosed: incomingWebhooks.onClosed,
      allowedCidrs: incomingWebhooks.allowedCidrs,
      status: incomingWebhooks.status,
      holdWhilePaused: incomingWebhooks.holdWhilePaused,
      keepsHeld: incomingWebhooks.keepsHeld,
      hasWaiting: incomingWebhooks.hasWaiting,
      ratePerMinute: incomingWebhooks.ratePerMinute,
      maxBodyBytes: incomingWebhooks.maxBodyBytes,
    })
    .from(incomingWebhooks);
}

/** That the sender's URL names. */
export async function webhookByKey(key: string): Promise<Webhook> {
  // Postgres refuses to be asked for it.
  if (key.includes("\0")) throw new NotFoundError("incoming webhook");
  const [webhook] = await selectWebhooks()
    .where(and(eq(incomingWebhooks.key, key), isNull(incomingWebhooks.deletedAt)))
    .prepare("webhook by key")
    .execute();
  if (!webhook) throw new NotFoundError("incoming webhook");
  return webhook;
}

/** As it is now; undefined once it is deleted. For what waits at it. */
export async function webhookById(id: string): Promise<Webhook | undefined> {
  const [webhook] = await selectWebhooks().where(
    and(eq(incomingWebhooks.id, id), isNull(incomingWebhooks.deletedAt)),
  );
  return webhook;
}

export async function ownWebhook(ctx: Context, id: string): Promise<Webhook> {
  await getIncomingWebhook(ctx, id);
  const [webhook] = await selectWebhooks().where(
    and(eq(incomingWebhooks.organizationId, ctx.organizationId), eq(incomingWebhooks.id, id)),
  );
  if (!webhook) throw new NotFoundError("incoming webhook");
  return webhook;
}
