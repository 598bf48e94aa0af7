import { eq, sql } from "drizzle-orm";
import { beforeEach, expect, test } from "vitest";
import { database } from "@/db/client";
import { createContext, createOrganization, createUser } from "@/db/factories";
import { incomingWebhooks } from "@/db/schema";
import { receiveRequest } from "@/features/incoming-requests/receive";
import { signedCall } from "@/features/incoming-requests/signed-call";
import { extendIncomingOverlap, rotateIncomingSecret } from "@/features/incoming-webhooks/rotation";
import {
  type CreatedIncomingWebhook,
  createIncomingWebhookSchema,
} from "@/features/incoming-webhooks/schema";
import { createIncomingWebhook } from "@/features/incoming-webhooks/service";
import type { Context } from "@/lib/context";

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

test("the old secret is accepted for as long as an extended overlap lasts", async () => {
  await rotateIncomingSecret(ctx, webhook.id, HOUR);
  await extendIncomingOverlap(ctx, webhook.id, DAY);
  expect(await sendOld()).toMatchObject({ status: 202 });
  await database()
    .update(incomingWebhooks)
    .set({ previousSecretExpiresAt: sql`now() - interval '1 second'` })
    .where(eq(incomingWebhooks.id, webhook.id));
  await expect(sendOld()).rejects.toThrow("signature");
  await expect(extendIncomingOverlap(ctx, webhook.id, DAY)).rejects.toMatchObject({ code: "conflict" });
  await rotateIncomingSecret(ctx, webhook.id, HOUR);
  await expect(sendOld()).rejects.toThrow("signature");
});
