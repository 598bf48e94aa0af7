import { Webhook } from "standardwebhooks";
import { describe, expect, test } from "vitest";
import { listDeliveries } from "@/features/deliveries/queries";
import { listDeliveriesQuerySchema } from "@/features/deliveries/schema";
import { resendDelivery } from "@/features/deliveries/service";
import {
  ctx,
  DRAIN_MS,
  makeDue,
  onlyDelivery,
  receiver,
  subscribe,
  TICKET,
  withOwnDatabaseAndReceiver,
} from "@/features/deliveries/test-set-up";
import { publishEvents } from "@/features/events/publish";
import { listEvents } from "@/features/events/queries";
import { listEventsQuerySchema } from "@/features/events/schema";
import { claimDue } from "@/features/sending/claim";
import { sendAllDue } from "@/features/sending/pump";
import { retryDelivery } from "@/features/sending/retry";
import { startRawReceiver } from "@/lib/egress/fixtures/receiver";

withOwnDatabaseAndReceiver();

describe("a delivery on the wire", () => {
  test("carries both signatures, and the envelope", async () => {
    const { secret } = await subscribe();
    receiver.behave("/hook", { body: "ok", headers: { "Set-Cookie": "session=0123456789abcdef" } });
    const [event] = await publishEvents(ctx, [TICKET]);
    expect(event?.deliveries).toBe(1);
    await sendAllDue(DRAIN_MS);

    const [request] = receiver.requests;
    if (!request) throw new Error("nothing arrived");
    const delivery = await onlyDelivery();
    expect(new Webhook(secret).verify(request.text, request.headers as Record<string, string>)).toEqual({
      id: delivery.id,
      event: "ticket.created",
      timestamp: expect.any(String),
      data: TICKET.data,
    });
    expect(request.headers).toMatchObject({
      "content-type": "application/json",
      "x-replify-event": "ticket.created",
      "x-replify-delivery-id": delivery.id,
      "webhook-id": delivery.id,
      "x-replify-event-id": event?.id,
      "x-replify-attempt": "1",
      "user-agent": "Replify-Webhooks/1.0",
    });
    expect(delivery).toMatchObject({
      status: "succeeded",
      attemptCount: 1,
      lastStatusCode: 200,
      payload: request.text,
    });
    expect(delivery.attempts[0]).toMatchObject({
      number: 1,
      success: true,
      trigger: "first",
      response: { body: "ok", headers: { "set-cookie": "••••cdef" } },
    });
  });

  test("succeeds where the receiver first says, unasked, that it may go on", async () => {
    const continuing = await startRawReceiver((socket) =>
      socket.on("data", () =>
        socket.write("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok"),
      ),
    );
    try {
      await subscribe({ targetUrl: `${continuing.url}/hook` });
      await publishEvents(ctx, [TICKET, TICKET]);
      await sendAllDue(DRAIN_MS);
      const { data } = await listDeliveries(ctx, listDeliveriesQuerySchema.parse({}));
      const expected = { status: "succeeded", attemptCount: 1, lastStatusCode: 200 };
      expect(data).toMatchObject([expected, expected]);
    } finally {
      await continuing.close();
    }
  });

  test("keeps its id and bytes on every attempt and resend", async () => {
    await subscribe();
    receiver.behave("/hook", { failTimes: 2 });
    await publishEvents(ctx, [TICKET]);
    await sendAllDue(DRAIN_MS);
    expect(await onlyDelivery()).toMatchObject({
      status: "retrying",
      attemptCount: 1,
      lastErrorClass: "server_error",
    });

    const { id } = await onlyDelivery();
    await makeDue();
    expect(await retryDelivery(id, 2)).toMatchObject({ attempt: 3 });
    await makeDue();
    expect(await retryDelivery(id, 3)).toBeNull();
    await resendDelivery(ctx, id);
    await sendAllDue(DRAIN_MS);

    const delivery = await onlyDelivery();
    expect(delivery).toMatchObject({ status: "succeeded", attemptCount: 4 });
    expect(delivery.attempts.map(({ trigger }) => trigger)).toEqual(["manual", "retry", "retry", "first"]);
    expect(new Set(receiver.requests.map(({ text }) => text)).size).toBe(1);
    expect(new Set(receiver.requests.map(({ headers }) => headers["webhook-id"]))).toEqual(new Set([id]));
    expect(receiver.requests.map(({ headers }) => headers["x-replify-attempt"])).toEqual([
      "1",
      "2",
      "3",
      "4",
    ]);
  });
});

describe("the schedule", () => {
  test("waits 5 s, then 30 s, each 0 to 10 % more, and ends as failed after six attempts", async () => {
    await subscribe();
    receiver.behave("/hook", { status: 503 });
    await publishEvents(ctx, [TICKET]);
    await sendAllDue(DRAIN_MS);
    for (const [index, seconds] of [5, 30, 120, 600, 1800].entries()) {
      const delivery = await onlyDelivery();
      const [latest] = delivery.attempts;
      if (!latest || !delivery.nextAttemptAt) throw new Error("no attempt is planned");
      const gap = Date.parse(delivery.nextAttemptAt) - Date.parse(latest.startedAt) - latest.durationMs;
      expect(gap).toBeGreaterThanOrEqual(seconds * 1000 - 1);
      expect(gap).toBeLessThanOrEqual(seconds * 1100 + 1);
      await makeDue();
      await retryDelivery(delivery.id, index + 2);
    }
    const delivery = await onlyDelivery();
    expect(delivery).toMatchObject({
      status: "failed",
      attemptCount: 6,
      maxAttempts: 6,
      nextAttemptAt: null,
    });
    expect(receiver.requests).toHaveLength(6);
  });

  test("a retry is made once, and not before its time", async () => {
    await subscribe();
    receiver.behave("/hook", { status: 500 });
    await publishEvents(ctx, [TICKET]);
    await sendAllDue(DRAIN_MS);
    const { id } = await onlyDelivery();
    expect(await claimDue({ steady: 20, failing: 0, manual: 0 })).toEqual([]);
    expect(await retryDelivery(id, 2)).toMatchObject({ attempt: 2 });
    expect(await retryDelivery(id, 3)).toBeNull();
    expect(receiver.requests).toHaveLength(1);
    await makeDue();
    const claims = (
      await Promise.all(Array.from({ length: 8 }, () => claimDue({ steady: 20, failing: 0, manual: 0 })))
    ).flat();
    expect(claims).toMatchObject([{ id, attempt: 2 }]);
  });

  test("410 ends it and disables the subscription, which then holds events", async () => {
    await subscribe();
    receiver.behave("/hook", { status: 410 });
    await publishEvents(ctx, [TICKET]);
    await sendAllDue(DRAIN_MS);
    expect(await onlyDelivery()).toMatchObject({
      status: "failed",
      attemptCount: 1,
      lastErrorClass: "gone",
    });
    await publishEvents(ctx, [TICKET]);
    const { data } = await listDeliveries(ctx, listDeliveriesQuerySchema.parse({ status: "held" }));
    expect(data).toHaveLength(1);
    const [told] = (await listEvents(ctx, listEventsQuerySchema.parse({ type: "subscription.disabled" })))
      .data;
    expect(told?.data).toMatchObject({ id: data[0]?.subscriptionId, reason: "gone" });
  });
});
