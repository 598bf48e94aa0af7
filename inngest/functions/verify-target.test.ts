import { eq, sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { database } from "@/db/client";
import { subscriptions } from "@/db/schema";
import { echoHookSecret } from "@/e2e/receiver";
import {
  ctx,
  receiver,
  subscribe,
  TICKET,
  withOwnDatabaseAndReceiver,
} from "@/features/deliveries/test-set-up";
import { publishEvents } from "@/features/events/publish";
import { getSubscription } from "@/features/subscriptions/queries";
import { updateSubscription } from "@/features/subscriptions/service";
import { inngest } from "@/inngest/client";
import { workerStarted } from "@/inngest/events";
import { until, withEngine } from "./test-set-up";

withOwnDatabaseAndReceiver();
withEngine({ concurrency: 32 });

const statusOf = async (id: string) => (await getSubscription(ctx, id)).status;

test("a target is asked until it answers, then gets what was held", async () => {
  let asked = 0;
  receiver.behave("/hook", { reply: (request) => (++asked < 3 ? { status: 503 } : echoHookSecret(request)) });
  const { id } = await subscribe({ verification: "x_hook_secret" });
  await publishEvents(ctx, [TICKET]);
  await receiver.waitFor(({ text }) => text !== "", 40_000);
  const bodies = receiver.requests.map(({ text }) => text === "");
  expect(bodies).toEqual([true, true, true, false]);
  expect(await getSubscription(ctx, id)).toMatchObject({
    status: "active",
    lastVerification: { number: 3, outcome: "verified" },
  });
});

test("a new URL is asked by itself", async () => {
  receiver.behave("/hook", { reply: echoHookSecret });
  receiver.behave("/new", { reply: echoHookSecret });
  const { id } = await subscribe({ verification: "x_hook_secret" });
  await until(async () => expect(await statusOf(id)).toBe("active"));
  await updateSubscription(ctx, id, { targetUrl: `${receiver.url}/new` });
  await until(async () =>
    expect(await getSubscription(ctx, id)).toMatchObject({
      targetUrl: `${receiver.url}/new`,
      pendingTargetUrl: null,
    }),
  );
});

test("one whose worker died, or whose request was lost, is found by the sweep", async () => {
  receiver.behave("/hook", { status: 410 });
  const { id } = await subscribe({ verification: "x_hook_secret" });
  await until(async () =>
    expect(await getSubscription(ctx, id)).toMatchObject({ lastVerification: { failure: "gone" } }),
  );
  receiver.behave("/hook", { reply: echoHookSecret });
  await database()
    .update(subscriptions)
    .set({ verificationDueAt: sql`now() - interval '1 minute'` })
    .where(eq(subscriptions.id, id));
  await inngest.send(workerStarted.create({}));
  await until(async () => expect(await statusOf(id)).toBe("active"));
});
