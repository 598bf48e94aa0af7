import { eq } from "drizzle-orm";
import { Webhook } from "standardwebhooks";
import { expect, test } from "vitest";
import { database } from "@/db/client";
import { createContext, createUser } from "@/db/factories";
import { subscriptions } from "@/db/schema";
import type { ReceivedRequest } from "@/e2e/receiver";
import { listAuditLog } from "@/features/audit-log/queries";
import { listAuditLogQuerySchema } from "@/features/audit-log/schema";
import {
  ctx,
  DRAIN_MS,
  receiver,
  subscribe,
  TICKET,
  withOwnDatabaseAndReceiver,
} from "@/features/deliveries/test-set-up";
import { publishEvent } from "@/features/events/publish";
import { sendAllDue } from "@/features/sending/pump";
import { generateSecret } from "@/features/signatures/keys";
import { endSubscriptionOverlap, rotateSubscriptionSecret } from "@/features/subscriptions/rotation";

const DAY = { overlapSeconds: 86_400 };

withOwnDatabaseAndReceiver();

/** One more delivery, as its receiver got it. */
async function deliver(): Promise<ReceivedRequest> {
  const before = receiver.requests.length;
  await publishEvent(ctx, TICKET);
  await sendAllDue(DRAIN_MS);
  const request = receiver.requests[before];
  if (!request) throw new Error("nothing was delivered");
  return request;
}

function isSignedWith(secret: string, { text, headers }: ReceivedRequest): boolean {
  try {
    new Webhook(secret).verify(text, headers as Record<string, string>);
    return true;
  } catch {
    return false;
  }
}

test("deliveries carry both signatures until the overlap is ended, then the new one alone", async () => {
  const { id, secret: old } = await subscribe();
  const { secret: fresh, ...rotated } = await rotateSubscriptionSecret(ctx, id, DAY);
  expect(fresh).not.toBe(old);
  expect(Date.parse(rotated.previousSecretExpiresAt ?? "")).toBeGreaterThan(Date.now() + 86_000_000);
  const during = await deliver();
  expect([isSignedWith(old, during), isSignedWith(fresh, during)]).toEqual([true, true]);

  const ended = await endSubscriptionOverlap(ctx, id);
  expect(ended.previousSecretExpiresAt).toBeNull();
  const after = await deliver();
  expect([isSignedWith(old, after), isSignedWith(fresh, after)]).toEqual([false, true]);
  expect((await endSubscriptionOverlap(ctx, id)).updatedAt).toBe(ended.updatedAt);
});

test("without an overlap the old secret signs nothing any more", async () => {
  const { id, secret: old } = await subscribe();
  const own = generateSecret();
  const { secret } = await rotateSubscriptionSecret(ctx, id, { overlapSeconds: 0, secret: own });
  expect(secret).toBe(own);
  const request = await deliver();
  expect([isSignedWith(old, request), isSignedWith(own, request)]).toEqual([false, true]);
});

test("the one who rotates is who has seen the secret, and the log tells no secret", async () => {
  const { id } = await subscribe();
  const other = createContext(await createUser({ id: ctx.organizationId, name: "Acme" }));
  const { secret } = await rotateSubscriptionSecret(other, id, DAY);
  const [row] = await database()
    .select({ seenBy: subscriptions.secretSeenBy })
    .from(subscriptions)
    .where(eq(subscriptions.id, id));
  expect(row?.seenBy).toBe(other.actor.type === "user" ? other.actor.userId : null);
  const { data } = await listAuditLog(ctx, listAuditLogQuerySchema.parse({}));
  expect(data[0]).toMatchObject({ action: "subscription.secret_rotated" });
  expect(JSON.stringify(data)).not.toContain(secret);
});
