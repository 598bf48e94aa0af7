import "server-only";
import { and, eq, isNull } from "drizzle-orm";
import { database, transaction } from "@/db/client";
import { incomingWebhooks } from "@/db/schema";
import { recordAudit } from "@/features/audit/record";
import { getIncomingWebhook } from "@/features/incoming-webhooks/queries";
import type { IncomingWebhook } from "@/features/incoming-webhooks/schema";
import type { SecretChange } from "@/features/rotation/rotation";
import { authorize, type Context } from "@/lib/context";
import { NotFoundError } from "@/lib/errors";

export type IncomingColumns = Parameters<ReturnType<typeof updateWebhooks>["set"]>[0];

interface LockedWebhook {
  before: IncomingWebhook;
  secretCiphertext: string;
}

/** `decide` sees the webhook as it is, while nobody else can change it; null changes nothing. */
export async function changeIncomingWebhook(
  ctx: Context,
  id: string,
  decide: (locked: LockedWebhook) => SecretChange<IncomingColumns> | null,
): Promise<IncomingWebhook> {
  authorize(ctx, "incoming_webhooks:write");
  return transaction(async () => {
    const locked = await lockWebhook(ctx, id);
    const change = decide(locked);
    if (!change) return locked.before;
    await updateWebhooks().set(change.set).where(isOwnWebhook(ctx, id));
    const after = await getIncomingWebhook(ctx, id);
    await recordAudit(ctx, {
      action: `incoming_webhook.${change.action}`,
      target: { type: "incoming_webhook", id, name: after.name },
      changes: change.changes,
    });
    return after;
  });
}

/** Holds the row until the transaction ends, so that rules are checked against what is changed. */
export async function lockWebhook(ctx: Context, id: string): Promise<LockedWebhook> {
  const [row] = await selectSecret(ctx, id).for("update");
  if (!row) throw new NotFoundError("incoming webhook");
  return { ...row, before: await getIncomingWebhook(ctx, id) };
}

export function selectSecret(ctx: Context, id: string) {
  return database()
    .select({ secretCiphertext: incomingWebhooks.secretCiphertext })
    .from(incomingWebhooks)
    .where(isOwnWebhook(ctx, id));
}

export function isOwnWebhook(ctx: Context, id: string) {
  return and(
    eq(incomingWebhooks.organizationId, ctx.organizationId),
    eq(incomingWebhooks.id, id),
    isNull(incomingWebhooks.deletedAt),
  );
}

function updateWebhooks() {
  return database().update(incomingWebhooks);
}
