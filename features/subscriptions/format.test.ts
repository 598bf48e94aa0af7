import { eq } from "drizzle-orm";
import { afterAll, expect, test } from "vitest";
import { closeDatabase, database } from "@/db/client";
import { DELIVERY_FORMATS, type DeliveryFormat } from "@/db/enums";
import { createContext, createOrganization, createUser } from "@/db/factories";
import { auditLog } from "@/db/schema";
import { getSubscription, listSubscriptions } from "@/features/subscriptions/queries";
import { rotateSubscriptionSecret } from "@/features/subscriptions/rotation";
import { createSubscriptionSchema, listSubscriptionsQuerySchema } from "@/features/subscriptions/schema";
import { createSubscription, updateSubscription } from "@/features/subscriptions/service";
import type { Context } from "@/lib/context";

afterAll(closeDatabase);

async function signedIn(): Promise<Context> {
  return createContext(await createUser(await createOrganization()));
}

function create(ctx: Context, input: { format?: DeliveryFormat; secret?: string } = {}) {
  const target = { targetUrl: "https://receiver.example/hook", eventTypes: ["ticket.*"] };
  return createSubscription(ctx, createSubscriptionSchema.parse({ ...target, ...input }));
}

/** A subscription whose receiver is known by the value of the handshake alone. */
const createUnsigned = (ctx: Context) => create(ctx, { format: "rest_hooks" });

test("is replify unless another is asked for, and shown wherever a subscription is", async () => {
  const ctx = await signedIn();
  const { id, ...created } = await create(ctx);
  expect(created).toMatchObject({ format: "replify", hasSecret: true });
  await updateSubscription(ctx, id, { format: "slack" });
  expect(await getSubscription(ctx, id)).toMatchObject({ format: "slack", hasSecret: true });
  const { data } = await listSubscriptions(ctx, listSubscriptionsQuerySchema.parse({}));
  expect(data).toMatchObject([{ id, format: "slack", hasSecret: true }]);
  const log = await database().select().from(auditLog).where(eq(auditLog.targetId, id)).orderBy(auditLog.id);
  expect(log.map(({ changes }) => JSON.parse(changes ?? "{}").format)).toEqual([
    { from: null, to: "replify" },
    { from: "replify", to: "slack" },
  ]);
});

test.each(DELIVERY_FORMATS)("%s comes with a secret, unless its receivers shake hands", async (format) => {
  const ctx = await signedIn();
  const isMade = format !== "rest_hooks";
  const { secret, hasSecret } = await create(ctx, { format });
  expect({ isMade: secret?.startsWith("whsec_") ?? false, hasSecret }).toEqual({ isMade, hasSecret: isMade });
  const own = await create(ctx, { format, secret: "a secret of my own" });
  expect(own).toMatchObject({ secret: "a secret of my own", hasSecret: true });
});

test.each(["replify", "replicer", "cloudevents", "thin"] as const)(
  "%s is refused while there is no secret, and taken once one was made",
  async (format) => {
    const ctx = await signedIn();
    const { id } = await createUnsigned(ctx);
    await expect(updateSubscription(ctx, id, { format })).rejects.toMatchObject({
      code: "invalid",
      issues: [{ path: "format", message: expect.stringContaining("Rotate its secret first") }],
    });
    const rotated = await rotateSubscriptionSecret(ctx, id, { overlapSeconds: 86_400 });
    expect(rotated).toMatchObject({ hasSecret: true, previousSecretExpiresAt: null });
    expect(await updateSubscription(ctx, id, { format })).toMatchObject({ format });
  },
);

test.each(["reply_v3", "slack", "discord"] as const)("%s needs no secret", async (format) => {
  const ctx = await signedIn();
  const { id } = await createUnsigned(ctx);
  expect(await updateSubscription(ctx, id, { format })).toMatchObject({ format, hasSecret: false });
});
