import { sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { database } from "@/db/client";
import { subscriptionHealth } from "@/db/schema";
import { resendDelivery } from "@/features/deliveries/service";
import {
  ctx,
  onlyDelivery,
  putInto,
  receiver,
  subscribe,
  TICKET,
  withOwnDatabaseAndReceiver,
} from "@/features/deliveries/test-set-up";
import { publishEvents } from "@/features/events/publish";
import { startSending } from "@/features/sending/pump";
import { sendTestEvent } from "@/features/sending/test-event";

withOwnDatabaseAndReceiver();

/** Of the lane for failing targets, and how many of them one target gets. */
const SLOTS = 64;
const SLOTS_OF_ONE = 4;

test("a test and a resend go at once to a failing target that is left alone, though all slots for failing targets are taken", async () => {
  receiver.behave("/hook", { hang: true });
  const { id } = await subscribe();
  await publishEvents(ctx, [TICKET]);
  const failed = await onlyDelivery();
  await putInto("failed", failed.id);
  for (let others = 0; others < SLOTS / SLOTS_OF_ONE; others++) await subscribe();
  await database().update(subscriptionHealth).set({ consecutiveFailures: 20, failingSince: sql`now()` });
  await publishEvents(
    ctx,
    Array.from({ length: SLOTS_OF_ONE }, () => TICKET),
  );
  startSending();
  await receiver.waitForMany(SLOTS);
  await database()
    .update(subscriptionHealth)
    .set({ breakerTrips: 3, breakerOpenUntil: sql`now() + interval '1 hour'` });

  const { id: tested } = await sendTestEvent(ctx, id, {});
  await resendDelivery(ctx, failed.id);
  startSending();
  await receiver.waitForMany(2, ({ headers }) => [tested, failed.id].includes(String(headers["webhook-id"])));
  // While none of the others has ended.
  const sending = await database().execute(sql`select from open_deliveries where is_sending`);
  expect(sending).toHaveLength(SLOTS + 2);
});
