import { sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { database } from "@/db/client";
import { createContext, createOrganization, createUser } from "@/db/factories";
import { getDelivery } from "@/features/deliveries/queries";
import { cancelDelivery, resendDelivery } from "@/features/deliveries/service";
import {
  ctx,
  DRAIN_MS,
  onlyDelivery,
  receiver,
  subscribe,
  TICKET,
  withOwnDatabaseAndReceiver,
} from "@/features/deliveries/test-set-up";
import { publishEvents } from "@/features/events/publish";
import { sendAllDue } from "@/features/sending/pump";
import { sendTestEvent } from "@/features/sending/test-event";
import { pauseSubscription, resumeSubscription } from "@/features/subscriptions/status";
import { parseJson } from "@/lib/parse-json";

withOwnDatabaseAndReceiver();

test("a paused subscription holds events, and resuming delivers them", async () => {
  const { id } = await subscribe();
  await pauseSubscription(ctx, id);
  await publishEvents(ctx, [TICKET]);
  await sendAllDue(DRAIN_MS);
  expect(receiver.requests).toHaveLength(0);
  await resumeSubscription(ctx, id);
  await sendAllDue(DRAIN_MS);
  expect(await onlyDelivery()).toMatchObject({ status: "succeeded" });
});

test("canceling ends the retries; a resend afterwards is one more attempt", async () => {
  await subscribe();
  receiver.behave("/hook", { status: 500 });
  await publishEvents(ctx, [TICKET]);
  await sendAllDue(DRAIN_MS);
  const { id } = await onlyDelivery();
  expect(await cancelDelivery(ctx, id)).toMatchObject({ status: "canceled", nextAttemptAt: null });
  await expect(cancelDelivery(ctx, id)).rejects.toThrow("nothing is left to cancel");
  await resendDelivery(ctx, id);
  await sendAllDue(DRAIN_MS);
  expect(await onlyDelivery()).toMatchObject({ status: "failed", attemptCount: 2, maxAttempts: 2 });
});

test("a test event goes to that subscription only, once", async () => {
  const { id } = await subscribe();
  await subscribe({ name: "bystander" });
  receiver.behave("/hook", { status: 500 });
  const sent = await sendTestEvent(ctx, id, {});
  await sendAllDue(DRAIN_MS);
  expect(receiver.requests).toHaveLength(1);
  expect(await getDelivery(ctx, sent.id)).toMatchObject({
    status: "failed",
    isTest: true,
    attemptCount: 1,
    maxAttempts: 1,
  });
});

test("a test event takes any number that publishing takes, and keeps its digits", async () => {
  const { id } = await subscribe();
  const data = Object(parseJson('{"subject":"Printer on fire","id":123456789012345678901}'));
  await sendTestEvent(ctx, id, { eventType: "ticket.created", data });
  await sendAllDue(DRAIN_MS);
  expect(receiver.requests[0]?.body.toString()).toContain('"id":123456789012345678901');
});

test("a delivery is not resent without end", async () => {
  await subscribe();
  await publishEvents(ctx, [TICKET]);
  await sendAllDue(DRAIN_MS);
  const { id } = await onlyDelivery();
  await database().execute(sql`update deliveries set attempt_count = 1000`);
  await expect(resendDelivery(ctx, id)).rejects.toThrow("tried 1000 times");
});

test("another organization's delivery does not exist", async () => {
  await subscribe();
  await publishEvents(ctx, [TICKET]);
  const { id } = await onlyDelivery();
  const stranger = createContext(await createUser(await createOrganization()));
  for (const act of [getDelivery, resendDelivery, cancelDelivery]) {
    await expect(act(stranger, id)).rejects.toThrow("No such delivery");
  }
});
