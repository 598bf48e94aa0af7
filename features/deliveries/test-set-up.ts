import { sql } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach } from "vitest";
import { database } from "@/db/client";
import { DELIVERY_STATES, type DeliveryStatus } from "@/db/enums";
import { createContext, createOrganization, createUser } from "@/db/factories";
import { emptyOwnDatabase, useOwnDatabase } from "@/db/own-database";
import { type Receiver, startReceiver } from "@/e2e/receiver";
import { getDelivery, listDeliveries } from "@/features/deliveries/queries";
import { listDeliveriesQuerySchema } from "@/features/deliveries/schema";
import { isOpen, isSending } from "@/features/deliveries/states";
import { queued } from "@/features/deliveries/transitions";
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
  const at = sql`now() + make_interval(secs => ${ms / 1000})`;
  await database().execute(sql`
    with pulled as (update open_deliveries set due_at = ${at} returning delivery_id)
    update deliveries set next_attempt_at = ${at} where id in (select delivery_id from pulled)`);
}

/** Puts a delivery into that status, due if it is open, whatever led there. */
export async function putInto(status: DeliveryStatus, id: string): Promise<void> {
  const isFinished = DELIVERY_STATES.finished.some((finished) => finished === status);
  await database().execute(sql`
    with gone as (delete from open_deliveries where delivery_id = ${id})
    update deliveries
    set status = ${isSending(status) ? DELIVERY_STATES.waiting[0] : status}::delivery_status,
        next_attempt_at = case when ${isOpen(status)} then now() end,
        completed_at = case when ${isFinished} then now() end
    where id = ${id}`);
  if (isOpen(status)) await database().execute(queued(sql`(select * from deliveries where id = ${id})`));
  if (isSending(status))
    await database().execute(
      sql`update open_deliveries set is_sending = true, lease_id = gen_random_uuid() where delivery_id = ${id}`,
    );
}
