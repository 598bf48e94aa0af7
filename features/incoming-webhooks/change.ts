import "server-only";
import { and, eq, isNull } from "drizzle-orm";
import type { PgUpdateSetSource } from "drizzle-orm/pg-core";
import { database } from "@/db/client";
import { incomingWebhooks } from "@/db/schema";
import { applyChange, type Changeable, type ColumnsChange, toChange } from "@/features/audit/change";
import { changesBetween } from "@/features/audit/record";
import { getIncomingWebhook } from "@/features/incoming-webhooks/queries";
import type { IncomingWebhook } from "@/features/incoming-webhooks/schema";
import { authorize, type Context } from "@/lib/context";
import { NotFoundError } from "@/lib/errors";

export type IncomingColumns = PgUpdateSetSource<typeof incomingWebhooks>;

interface LockedWebhook {
  before: IncomingWebhook;
  secretCiphertext: string;
}

/** `decide` sees the webhook as it is, while nobody else can change it; null changes nothing. */
export async function changeIncomingWebhook(
  ctx: Context,
  id: string,
  decide: (locked: LockedWebhook) => ColumnsChange<IncomingColumns> | null,
): Promise<IncomingWebhook> {
  authorize(ctx, "incoming_webhooks:write");
  return applyChange(ctx, INCOMING_WEBHOOK, id, (locked) =>
    toChange("incoming_webhook", decide(locked), (set) => writeWebhook(ctx, id, set)),
  );
}

export const INCOMING_WEBHOOK: Changeable<string, IncomingWebhook, LockedWebhook> = {
  lock: lockWebhook,
  read: getIncomingWebhook,
  target: ({ id, name }) => ({ type: "incoming_webhook", id, name }),
  difference: (before, after) => changesBetween(auditedFields(before), auditedFields(after)),
};

function auditedFields(webhook: IncomingWebhook) {
  return {
    name: webhook.name,
    action: webhook.action,
    signatureScheme: webhook.signatureScheme,
    signature: webhook.signature,
    requireTimestamp: webhook.requireTimestamp,
    mapping: webhook.mapping,
    defaults: webhook.defaults,
    conditions: webhook.conditions,
    correlationKey: webhook.correlationKey,
    rules: webhook.rules,
    otherwise: webhook.otherwise,
    onClosed: webhook.onClosed,
    allowedCidrs: webhook.allowedCidrs,
    status: webhook.status,
    pauseNote: webhook.paused?.note ?? null,
    holdWhilePaused: webhook.holdWhilePaused,
    keepsHeld: webhook.keepsHeld,
    ratePerMinute: webhook.ratePerMinute,
    maxBodyBytes: webhook.maxBodyBytes,
    previousSecretExpiresAt: webhook.previousSecretExpiresAt,
  };
}

export async function writeWebhook(ctx: Context, id: string, set: IncomingColumns): Promise<void> {
  await database().update(incomingWebhooks).set(set).where(isOwnWebhook(ctx, id));
}

/** As it is, and as it stays until the transaction ends. */
async function lockWebhook(ctx: Context, id: string): Promise<LockedWebhook> {
  const [row] = await selectSecret(ctx, id).for("update");
  if (!row) throw new NotFoundError("incoming webhook");
  return { ...row, before: await getIncomingWebhook(ctx, id) };
}

export function selectSecret(ctx: Context, id: string) {
  return database()
    .select({
      secretCiphertext: incomingWebhooks.secretCiphertext,
      signatureScheme: incomingWebhooks.signatureScheme,
      signature: incomingWebhooks.signature,
    })
    .from(incomingWebhooks)
    .where(isOwnWebhook(ctx, id));
}

function isOwnWebhook(ctx: Context, id: string) {
  return and(
    eq(incomingWebhooks.organizationId, ctx.organizationId),
    eq(incomingWebhooks.id, id),
    isNull(incomingWebhooks.deletedAt),
  );
}
