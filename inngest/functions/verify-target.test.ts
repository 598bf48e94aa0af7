import { eq, sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { database } from "@/db/client";
import { subscriptions } from "@/db/schema";
import type { Behaviour, ReceivedRequest } from "@/e2e/receiver";
import { stopDeliveries } from "@/features/deliveries/pump";
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
import { type Engine, startEngine } from "@/inngest/engine/engine";
import { silentLog } from "@/inngest/engine/test-engine";
import { workerStarted } from "@/inngest/events";
import { functions } from "@/inngest/functions";
import { env } from "@/lib/env";

vi.setConfig({ testTimeout: 60_000 });

/** A delay of 10 s takes 0.2 s. */
process.env.DELIVERY_TIME_SCALE = "0.02";

const until = (check: () => void | Promise<void>) => vi.waitFor(check, { timeout: 40_000, interval: 20 });

let engine: Engine;

withOwnDatabaseAndReceiver();

beforeAll(async () => {
  engine = await startEngine({
    databaseUrl: env.DATABASE_URL,
    client: inngest,
    functions,
    signingKey: env.INNGEST_SIGNING_KEY ?? "",
    eventKey: env.INNGEST_EVENT_KEY ?? "",
    port: 0,
    concurrency: 32,
    log: silentLog,
  });
  inngest.setEnvVars({ ...process.env, INNGEST_BASE_URL: engine.url });
});

afterAll(async () => {
  await Promise.all([engine.stop({ drainMs: 1000 }), stopDeliveries()]);
});

function echo({ headers }: ReceivedRequest): Behaviour {
  return { headers: { "X-Hook-Secret": String(headers["x-hook-secret"]) } };
}

const statusOf = async (id: string) => (await getSubscription(ctx, id)).status;

test("a target is asked until it answers, then gets what was held", async () => {
  let asked = 0;
  receiver.behave("/hook", { reply: (request) => (++asked < 3 ? { status: 503 } : echo(request)) });
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
  receiver.behave("/hook", { reply: echo });
  receiver.behave("/new", { reply: echo });
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
  receiver.behave("/hook", { reply: echo });
  await database()
    .update(subscriptions)
    .set({ verificationDueAt: sql`now() - interval '1 minute'` })
    .where(eq(subscriptions.id, id));
  await inngest.send(workerStarted.create({}));
  await until(async () => expect(await statusOf(id)).toBe("active"));
});
