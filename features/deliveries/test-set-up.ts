import { sql } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach } from "vitest";
import { database } from "@/db/client";
import { createContext, createOrganization, createUser } from "@/db/factories";
import { emptyOwnDatabase, useOwnDatabase } from "@/db/own-database";
import { type Receiver, startReceiver } from "@/e2e/receiver";
import { getDelivery, listDeliveries } from "@/features/deliveries/queries";
import { listDeliveriesQuerySchema } from "@/features/deliveries/schema";
import type { CreateSubscription } from "@/features/subscriptions/schema";
import { createSubscription } from "@/features/subscriptions/service";
import type { Context } from "@/lib/context";

export const DRAIN_MS = 15_000;
export const TICKET = { type: "ticket.created" as const, data: { subject: "Printer on fire" } };

/** Of the admin of the test's organization. */
export let ctx: Context;
/** Answers 200 at /hook until a test says otherwise. */
export let receiver: Receiver;

/** To be called at the top of a test file: each test starts with one organization, and a receiver that has got nothing. */
export function withOwnDatabaseAndReceiver(): void {
  let dropDatabase: () => Promise<void>;

  beforeAll(async () => {
    dropDatabase = await useOwnDatabase();
    receiver = await startReceiver();
  });

  afterAll(async () => {
    await receiver.stop();
    await dropDatabase();
  });

  beforeEach(async () => {
    await emptyOwnDatabase();
    receiver.requests.length = 0;
    receiver.behave("/hook", {});
    ctx = createContext(await createUser(await createOrganization()));
  });
}

export async function subscribe(input: Partial<CreateSubscription> = {}, by = ctx) {
  const { secret, ...subscription } = await createSubscription(by, {
    targetUrl: `${receiver.url}/hook`,
    eventTypes: ["ticket.*"],
    subscriptionLevel: "organization",
    format: "replify",
    retryPolicy: "standard",
    ...input,
  });
  return { ...subscription, secret: secret ?? "" };
}

export async function onlyDelivery() {
  const { data } = await listDeliveries(ctx, listDeliveriesQuerySchema.parse({}));
  const [delivery] = data;
  if (!delivery || data.length !== 1) throw new Error(`expected one delivery, found ${data.length}`);
  return getDelivery(ctx, delivery.id);
}

/** Pulls what waits or is being sent into the present, or to `ms` from now. */
export async function makeDue(ms = 0): Promise<void> {
  await database().execute(sql`
    update deliveries set due_at = now() + make_interval(secs => ${ms / 1000}),
      next_attempt_at = now() + make_interval(secs => ${ms / 1000})
    where due_at is not null`);
}
