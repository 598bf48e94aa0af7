import { expect, test } from "vitest";
import { createContext, createOrganization, createUser } from "@/db/factories";
import { listDeliveries } from "@/features/deliveries/queries";
import { reconcileDeliveries } from "@/features/deliveries/reconcile";
import { listDeliveriesQuerySchema } from "@/features/deliveries/schema";
import { resendDelivery } from "@/features/deliveries/service";
import {
  ctx,
  DRAIN_MS,
  putInto,
  receiver,
  subscribe,
  TICKET,
  withOwnDatabaseAndReceiver,
} from "@/features/deliveries/test-set-up";
import { publishEvents } from "@/features/events/publish";
import { sendAllDue } from "@/features/sending/pump";
import { discardHeldEvents } from "@/features/subscriptions/discard-held";
import { getSubscription } from "@/features/subscriptions/queries";
import { updateSubscription } from "@/features/subscriptions/service";
import { disableSubscription, pauseSubscription, resumeSubscription } from "@/features/subscriptions/status";
import { InvalidFieldError, NotFoundError } from "@/lib/errors";

withOwnDatabaseAndReceiver();

async function pausedWith(events: number) {
  const { id } = await subscribe();
  await pauseSubscription(ctx, id);
  await publish(events);
  return getSubscription(ctx, id);
}

function publish(count: number) {
  return publishEvents(
    ctx,
    Array.from({ length: count }, () => TICKET),
  );
}

/** Oldest first. */
async function deliveries() {
  const { data } = await listDeliveries(ctx, listDeliveriesQuerySchema.parse({}));
  return data.toReversed().map(({ id, status, heldReason }) => ({ id, status, heldReason }));
}

async function statuses() {
  return (await deliveries()).map(({ status }) => status);
}

test("says how many events wait, and which came last", async () => {
  const { id, heldEvents, newestHeldId } = await pausedWith(3);
  expect({ heldEvents, newestHeldId }).toEqual({ heldEvents: 3, newestHeldId: (await deliveries())[2]?.id });
  await resumeSubscription(ctx, id);
  expect(await getSubscription(ctx, id)).toMatchObject({
    heldEvents: 0,
    newestHeldId: null,
    keepsHeld: false,
  });
});

test("decided later, what waited goes on waiting, whatever looks for it, while new events go out", async () => {
  const { id } = await pausedWith(2);
  expect(await resumeSubscription(ctx, id, { held: "keep" })).toMatchObject({
    status: "active",
    keepsHeld: true,
    heldEvents: 2,
  });
  await publish(1);
  await reconcileDeliveries();
  await sendAllDue(DRAIN_MS);
  expect(await statuses()).toEqual(["held", "held", "succeeded"]);
  expect((await deliveries())[0]?.heldReason).toBe("decision");
  await resumeSubscription(ctx, id);
  expect(await statuses()).toEqual(["held", "held", "succeeded"]);

  expect(await resumeSubscription(ctx, id, { held: "deliver" })).toMatchObject({ keepsHeld: false });
  await sendAllDue(DRAIN_MS);
  expect(await statuses()).toEqual(["succeeded", "succeeded", "succeeded"]);
});

test("one of what waits for a decision can be sent by itself", async () => {
  const { id } = await pausedWith(2);
  await resumeSubscription(ctx, id, { held: "keep" });
  const [first] = await deliveries();
  await resendDelivery(ctx, first?.id ?? "");
  await sendAllDue(DRAIN_MS);
  expect(await statuses()).toEqual(["succeeded", "held"]);
  expect(receiver.requests).toHaveLength(1);
});

test("a new pause asks anew: what was kept is delivered with what came since, once that is wanted", async () => {
  const { id } = await pausedWith(1);
  await resumeSubscription(ctx, id, { held: "keep" });
  expect(await pauseSubscription(ctx, id)).toMatchObject({ keepsHeld: false, heldEvents: 1 });
  await publish(1);
  await resumeSubscription(ctx, id);
  await sendAllDue(DRAIN_MS);
  expect(await statuses()).toEqual(["succeeded", "succeeded"]);
});

test("what is kept is what was held at that time: not what it holds later for another reason", async () => {
  const { id } = await pausedWith(2);
  await resumeSubscription(ctx, id, { held: "keep" });
  await updateSubscription(ctx, id, { verification: "x_hook_secret" });
  expect(await getSubscription(ctx, id)).toMatchObject({ status: "unverified" });
  await publish(1);
  expect(await statuses()).toEqual(["held", "held", "held"]);
  await updateSubscription(ctx, id, { verification: "none" });
  await sendAllDue(DRAIN_MS);
  expect(await statuses()).toEqual(["held", "held", "succeeded"]);
  expect(await getSubscription(ctx, id)).toMatchObject({ status: "active", keepsHeld: true, heldEvents: 2 });
});

test("disabled later, it asks anew like after a pause", async () => {
  const { id, targetUrl } = await pausedWith(1);
  await resumeSubscription(ctx, id, { held: "keep" });
  await disableSubscription(ctx, id, { reason: "failing", detail: "It fails.", targetUrl });
  await publish(1);
  await resumeSubscription(ctx, id);
  await sendAllDue(DRAIN_MS);
  expect(await statuses()).toEqual(["succeeded", "succeeded"]);
});

test("what waits for its owner is not kept for a decision", async () => {
  const { id } = await pausedWith(1);
  await resumeSubscription(ctx, id, { held: "keep" });
  await publish(1);
  const late = (await deliveries())[1]?.id ?? "";
  await putInto("held", late);
  expect((await deliveries()).map(({ heldReason }) => heldReason)).toEqual(["decision", "owner"]);
  await reconcileDeliveries();
  await sendAllDue(DRAIN_MS);
  expect(await statuses()).toEqual(["held", "succeeded"]);
});

test("pauses and resumes at once leave nothing lost and nothing sent twice", async () => {
  const { id } = await pausedWith(5);
  const acts = Array.from({ length: 6 }, (_, index) => [
    () => resumeSubscription(ctx, id, { held: index % 2 === 0 ? "keep" : "deliver" }),
    () => pauseSubscription(ctx, id),
    () => publish(1),
    () => sendAllDue(DRAIN_MS),
  ]).flat();
  await Promise.all(acts.map((act) => act()));
  await resumeSubscription(ctx, id, { held: "deliver" });
  await reconcileDeliveries();
  await sendAllDue(DRAIN_MS);
  expect(await statuses()).toEqual(Array(11).fill("succeeded"));
  expect(receiver.requests).toHaveLength(11);
});

test("discarded is what had come when that was decided, and never what came after it", async () => {
  const { id, newestHeldId } = await pausedWith(3);
  await publish(1);
  const upToId = newestHeldId ?? "";
  expect(await discardHeldEvents(ctx, id, { upToId })).toEqual({ discarded: 3, hasMore: false });
  expect(await discardHeldEvents(ctx, id, { upToId })).toEqual({ discarded: 0, hasMore: false });
  expect(await statuses()).toEqual(["canceled", "canceled", "canceled", "held"]);
});

test("once nothing is left to decide about, nothing is kept any more", async () => {
  const { id, newestHeldId } = await pausedWith(1);
  await resumeSubscription(ctx, id, { held: "keep" });
  await discardHeldEvents(ctx, id, { upToId: newestHeldId ?? "" });
  expect(await getSubscription(ctx, id)).toMatchObject({ keepsHeld: false, heldEvents: 0 });
});

test("two who decide at once, to deliver and to discard, leave each event to one of them", async () => {
  const { id, newestHeldId } = await pausedWith(20);
  await Promise.all([
    resumeSubscription(ctx, id),
    discardHeldEvents(ctx, id, { upToId: newestHeldId ?? "" }),
    sendAllDue(DRAIN_MS),
  ]);
  await sendAllDue(DRAIN_MS);
  const delivered = (await statuses()).filter((status) => status === "succeeded").length;
  expect(receiver.requests).toHaveLength(delivered);
  expect([0, 20]).toContain(delivered);
});

test("refuses a delivery of another subscription as the last, and a stranger", async () => {
  const { id, newestHeldId } = await pausedWith(1);
  const other = await subscribe();
  const upToId = newestHeldId ?? "";
  await expect(discardHeldEvents(ctx, other.id, { upToId })).rejects.toThrow(InvalidFieldError);
  const stranger = createContext(await createUser(await createOrganization()));
  await expect(discardHeldEvents(stranger, id, { upToId })).rejects.toThrow(NotFoundError);
  expect(await statuses()).toEqual(["held"]);
});

test("says who paused it and why, and takes another reason later", async () => {
  const { id } = await subscribe();
  const by = `Paused by ${ctx.actor.name}`;
  expect(await pauseSubscription(ctx, id)).toMatchObject({ statusReason: by });
  const noted = await pauseSubscription(ctx, id, { note: "The receiver moves." });
  expect(noted).toMatchObject({ status: "paused", statusReason: `${by}: The receiver moves.` });
  expect(await pauseSubscription(ctx, id)).toMatchObject({ statusReason: noted.statusReason });
});
