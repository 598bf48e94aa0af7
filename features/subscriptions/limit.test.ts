import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { closeDatabase } from "@/db/client";
import { createContext, createOrganization, createUser } from "@/db/factories";
import { createSubscriptionSchema } from "@/features/subscriptions/schema";
import { createSubscription, deleteSubscription } from "@/features/subscriptions/service";
import { env } from "@/lib/env";

const INPUT = createSubscriptionSchema.parse({
  targetUrl: "https://receiver.example/hook",
  eventTypes: ["ticket.*"],
});

beforeAll(() => {
  vi.stubEnv("MAX_SUBSCRIPTIONS", "3");
  expect(env.MAX_SUBSCRIPTIONS).toBe(3);
});

afterAll(async () => {
  vi.unstubAllEnvs();
  await closeDatabase();
});

test("of many creations at once as many succeed as there is room for, per organization", async () => {
  const [ctx, other] = [
    createContext(await createUser(await createOrganization())),
    createContext(await createUser(await createOrganization())),
  ];
  await createSubscription(other, INPUT);
  const results = await Promise.allSettled(Array.from({ length: 8 }, () => createSubscription(ctx, INPUT)));
  const created = results.flatMap((result) => (result.status === "fulfilled" ? [result.value] : []));
  const refused = results.flatMap((result) => (result.status === "rejected" ? [result.reason] : []));
  expect(created).toHaveLength(3);
  for (const reason of refused) {
    expect(reason).toMatchObject({
      code: "conflict",
      message: expect.stringMatching(/There are 3 .*Delete one/),
    });
  }

  await deleteSubscription(ctx, created[0]?.id ?? "");
  await createSubscription(ctx, INPUT);
  await expect(createSubscription(ctx, INPUT)).rejects.toMatchObject({ code: "conflict" });
});
