import { and, eq, sql } from "drizzle-orm";
import { beforeEach, expect, test } from "vitest";
import { database } from "@/db/client";
import { createContext, createOrganization, createUser } from "@/db/factories";
import { auditLog, incomingWebhooks } from "@/db/schema";
import { receiveRequest } from "@/features/incoming-webhooks/receive";
import {
  endIncomingOverlap,
  extendIncomingOverlap,
  rotateIncomingSecret,
} from "@/features/incoming-webhooks/rotation";
import {
  type CreatedIncomingWebhook,
  createIncomingWebhookSchema,
} from "@/features/incoming-webhooks/schema";
import { createIncomingWebhook } from "@/features/incoming-webhooks/service";
import { signedCall } from "@/features/incoming-webhooks/signed-call";
import type { Context } from "@/lib/context";
import { extendOverlapSchema, MAX_OVERLAP_SECONDS } from "@/lib/overlap";

const HOUR = { overlapSeconds: 3600 };
const DAY = { overlapSeconds: 86_400 };

let ctx: Context;
let webhook: CreatedIncomingWebhook;

beforeEach(async () => {
  ctx = createContext(await createUser(await createOrganization()));
  const input = createIncomingWebhookSchema.parse({ name: "Shop", action: "create_ticket" });
  webhook = await createIncomingWebhook(ctx, input);
});

/** Signed with the secret from before any rotation. */
function sendOld() {
  return receiveRequest(signedCall(webhook, '{"subject":"Printer on fire"}'));
}

test("an overlap is extended from now on, and audited", async () => {
  const { previousSecretExpiresAt: before } = await rotateIncomingSecret(ctx, webhook.id, HOUR);
  const { previousSecretExpiresAt: after } = await extendIncomingOverlap(ctx, webhook.id, DAY);
  const leftMs = Date.parse(after ?? "") - Date.now();
  expect(Math.abs(leftMs - 86_400_000)).toBeLessThan(60_000);
  expect(await sendOld()).toMatchObject({ status: 202 });
  const audited = await database()
    .select({ changes: auditLog.changes })
    .from(auditLog)
    .where(
      and(
        eq(auditLog.organizationId, ctx.organizationId),
        eq(auditLog.action, "incoming_webhook.overlap_extended"),
      ),
    );
  expect(audited.map(({ changes }) => JSON.parse(changes))).toEqual([
    { previousSecretExpiresAt: { from: before, to: after } },
  ]);
});

test("never beyond 7 days from now, and never shortened", async () => {
  expect(extendOverlapSchema.safeParse({ overlapSeconds: MAX_OVERLAP_SECONDS }).success).toBe(true);
  expect(extendOverlapSchema.safeParse({ overlapSeconds: MAX_OVERLAP_SECONDS + 1 }).success).toBe(false);
  await rotateIncomingSecret(ctx, webhook.id, DAY);
  await expect(extendIncomingOverlap(ctx, webhook.id, HOUR)).rejects.toMatchObject({
    code: "invalid",
    issues: [{ path: "overlapSeconds" }],
  });
});

test("a secret that is refused stays refused", async () => {
  await expect(extendIncomingOverlap(ctx, webhook.id, DAY)).rejects.toMatchObject({ code: "conflict" });
  await rotateIncomingSecret(ctx, webhook.id, HOUR);
  await database()
    .update(incomingWebhooks)
    .set({ previousSecretExpiresAt: sql`now() - interval '1 second'` })
    .where(eq(incomingWebhooks.id, webhook.id));
  await expect(extendIncomingOverlap(ctx, webhook.id, DAY)).rejects.toMatchObject({ code: "conflict" });
  await expect(sendOld()).rejects.toThrow("signature");
  await rotateIncomingSecret(ctx, webhook.id, HOUR);
  await endIncomingOverlap(ctx, webhook.id);
  await expect(extendIncomingOverlap(ctx, webhook.id, DAY)).rejects.toMatchObject({ code: "conflict" });
});

test("only by those of one's own organization who may write", async () => {
  await rotateIncomingSecret(ctx, webhook.id, HOUR);
  const stranger = createContext(await createUser(await createOrganization()));
  const reader: Context = { ...ctx, permissions: new Set(["incoming_webhooks:read"]) };
  await expect(extendIncomingOverlap(stranger, webhook.id, DAY)).rejects.toMatchObject({ code: "not_found" });
  await expect(extendIncomingOverlap(reader, webhook.id, DAY)).rejects.toMatchObject({ code: "forbidden" });
});
