import { randomUUID } from "node:crypto";
import { sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { database } from "@/db/client";
import { createContext, createOrganization, createUser } from "@/db/factories";
import { resendDeliveries } from "@/features/deliveries/bulk";
import { listDeliveries } from "@/features/deliveries/queries";
import { listDeliveriesQuerySchema } from "@/features/deliveries/schema";
import {
  ctx,
  DRAIN_MS,
  receiver,
  subscribe,
  TICKET,
  withOwnDatabaseAndReceiver,
} from "@/features/deliveries/test-set-up";
import { publishEvents } from "@/features/events/publish";
import { sendAllDue } from "@/features/sending/pump";
import { pauseSubscription } from "@/features/subscriptions/status";

withOwnDatabaseAndReceiver();

test("several are sent again, and each that can't be says why", async () => {
  await subscribe();
  const paused = await subscribe({ name: "Paused" });
  await publishEvents(ctx, [TICKET]);
  await sendAllDue(DRAIN_MS);
  await pauseSubscription(ctx, paused.id);
  const all = await deliveries();
  const stranger = createContext(await createUser(await createOrganization()));
  const unknown = randomUUID();

  const { resent, refused } = await resendDeliveries(ctx, { ids: [...all.map(({ id }) => id), unknown] });
  expect(resent).toMatchObject([
    { subscriptionName: expect.not.stringMatching("Paused"), status: "pending" },
  ]);
  expect(new Map(refused.map(({ id, reason }) => [id, reason]))).toEqual(
    new Map([
      [all.find(({ subscriptionId }) => subscriptionId === paused.id)?.id, expect.stringContaining("paused")],
      [unknown, expect.stringContaining("No such delivery")],
    ]),
  );
  const theirs = await resendDeliveries(stranger, { ids: all.map(({ id }) => id) });
  expect(theirs).toMatchObject({ resent: [], refused: { length: 2 } });
});

test("two at once send nothing twice, and neither does who looked before the other's result", async () => {
  await subscribe();
  receiver.behave("/hook", { status: 500 });
  await publishEvents(ctx, [TICKET, TICKET, TICKET]);
  await sendAllDue(DRAIN_MS);
  await database().execute(
    sql`update deliveries set status = 'failed', completed_at = now(), next_attempt_at = null`,
  );
  await database().execute(sql`delete from open_deliveries`);
  receiver.behave("/hook", {});
  receiver.requests.length = 0;
  const seen = await deliveries();
  const call = {
    ids: seen.map(({ id }) => id),
    attemptCounts: Object.fromEntries(seen.map(({ id, attemptCount }) => [id, attemptCount])),
  };

  const answers = await Promise.all([resendDeliveries(ctx, call), resendDeliveries(ctx, call)]);
  expect(answers.flatMap(({ resent }) => resent)).toHaveLength(3);
  expect(answers.flatMap(({ refused }) => refused.map(({ reason }) => reason))).toEqual(
    Array(3).fill(expect.stringContaining("about to be sent")),
  );
  await sendAllDue(DRAIN_MS);
  const late = await resendDeliveries(ctx, call);
  expect(late.refused.map(({ reason }) => reason)).toEqual(
    Array(3).fill(expect.stringContaining("since you looked")),
  );
  await sendAllDue(DRAIN_MS);
  expect(receiver.requests).toHaveLength(3);
  // Who has seen that may send them once more.
  expect((await resendDeliveries(ctx, { ids: call.ids })).resent).toHaveLength(3);
});

async function deliveries() {
  return (await listDeliveries(ctx, listDeliveriesQuerySchema.parse({}))).data;
}
