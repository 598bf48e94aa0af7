import { createHmac } from "node:crypto";
import { describe, expect, test, vi } from "vitest";
import type { ReceivedRequest } from "@/e2e/receiver";
import { listSubscriptionAttempts } from "@/features/deliveries/attempt-log";
import { listAttemptsQuerySchema } from "@/features/deliveries/attempt-schema";
import { listDeliveries } from "@/features/deliveries/queries";
import { listDeliveriesQuerySchema } from "@/features/deliveries/schema";
import {
  ctx,
  DRAIN_MS,
  makeDue,
  onlyDelivery,
  receiver,
  subscribe,
  withOwnDatabaseAndReceiver,
} from "@/features/deliveries/test-set-up";
import { eventDefinition } from "@/features/event-catalog/catalog";
import { publishEvents } from "@/features/events/publish";
import { sendAllDue } from "@/features/sending/pump";
import { getSubscription, listSubscriptions } from "@/features/subscriptions/queries";
import { listSubscriptionsQuerySchema } from "@/features/subscriptions/schema";
import { pauseSubscription } from "@/features/subscriptions/status";
import { egressRule } from "@/lib/egress/rule";
import { checkTargetUrl } from "@/lib/egress/target-url";
import { env } from "@/lib/env";

// Each test is named after the row of Replicer's "Webhooks Overview" that it holds us to.

const CALL_ENDED = { type: "call.ended" as const, data: { ...eventDefinition("call.ended").sample } };
const SUBSCRIPTION = { eventTypes: ["call.ended"], format: "replicer" as const };

withOwnDatabaseAndReceiver();

/** A call ends, and whatever is due then is sent. */
async function endCall(): Promise<ReceivedRequest[]> {
  await publishEvents(ctx, [CALL_ENDED]);
  await sendAllDue(DRAIN_MS);
  return receiver.requests;
}

async function endedCall(): Promise<ReceivedRequest> {
  const [request] = await endCall();
  if (!request) throw new Error("nothing arrived");
  return request;
}

/** Makes every retry that is planned, each when it is due, as far as the given number of attempts. */
async function attempt(count: number): Promise<void> {
  for (let made = 1; made < count; made++) {
    await makeDue();
    await sendAllDue(DRAIN_MS);
  }
}

describe("How it works", () => {
  test("1. An event occurs (e.g., a call ends)", async () => {
    expect(await publishEvents(ctx, [CALL_ENDED])).toMatchObject([{ type: "call.ended", deliveries: 0 }]);
  });

  test("2. Replicer finds your active webhook endpoints subscribed to that event", async () => {
    await subscribe(SUBSCRIPTION);
    await subscribe({ ...SUBSCRIPTION, eventTypes: ["agent.created"] });
    await pauseSubscription(ctx, (await subscribe(SUBSCRIPTION)).id);
    expect(await endCall()).toHaveLength(1);
  });

  test("3. Replicer sends a POST request to each endpoint with the event payload", async () => {
    await subscribe(SUBSCRIPTION);
    await subscribe({ ...SUBSCRIPTION, targetUrl: `${receiver.url}/other` });
    const requests = await endCall();
    expect(requests.map(({ method, path }) => `${method} ${path}`).toSorted()).toEqual([
      "POST /hook",
      "POST /other",
    ]);
    for (const { text } of requests) expect(JSON.parse(text).data).toEqual(CALL_ENDED.data);
  });

  test("4. Your server responds with 2xx to acknowledge receipt", async () => {
    await subscribe(SUBSCRIPTION);
    await endCall();
    expect(await onlyDelivery()).toMatchObject({ status: "succeeded", attemptCount: 1, nextAttemptAt: null });
  });

  test("5. If delivery fails, Replicer retries up to 5 times with exponential backoff", async () => {
    const { retryDelaysSeconds } = await subscribe(SUBSCRIPTION);
    expect(retryDelaysSeconds).toEqual([5, 30, 120, 600, 1800]);
    expect(retryDelaysSeconds).toEqual(retryDelaysSeconds.toSorted((a, b) => a - b));
  });
});

describe("Setting up webhooks", () => {
  test("Enter your endpoint URL (must be HTTPS in production)", () => {
    const { isHttpTaken, isHttpsTaken } = takenWhere({ isLocal: false });
    expect({ isHttpTaken, isHttpsTaken }).toEqual({ isHttpTaken: false, isHttpsTaken: true });
  });

  test("Select the events you want to receive", async () => {
    const { eventTypes } = await subscribe({ ...SUBSCRIPTION, eventTypes: ["call.ended", "agent.*"] });
    expect(eventTypes).toEqual(["call.ended", "agent.*"]);
  });

  test("Copy the signing secret — it's shown only once", async () => {
    const { id, secret } = await subscribe(SUBSCRIPTION);
    expect(secret).toMatch(/^whsec_/);
    const later = [
      await getSubscription(ctx, id),
      await listSubscriptions(ctx, listSubscriptionsQuerySchema.parse({})),
    ];
    expect(JSON.stringify(later)).not.toContain(secret);
  });
});

describe("Endpoint requirements", () => {
  test("Must accept POST requests with Content-Type: application/json", async () => {
    await subscribe(SUBSCRIPTION);
    const { method, headers } = await endedCall();
    expect([method, headers["content-type"]]).toEqual(["POST", "application/json"]);
  });

  test.each([
    [200, "succeeded"],
    [204, "succeeded"],
    [299, "succeeded"],
    [302, "retrying"],
    [404, "retrying"],
    [500, "retrying"],
  ])("Must respond with a 2xx status code within 10 seconds: %i has %s", async (status, outcome) => {
    await subscribe(SUBSCRIPTION);
    receiver.behave("/hook", { status });
    await endCall();
    expect(await onlyDelivery()).toMatchObject({ status: outcome, lastStatusCode: status });
  });

  test("Must respond with a 2xx status code within 10 seconds: later is too late", async () => {
    await subscribe(SUBSCRIPTION);
    receiver.behave("/hook", { hang: true });
    const { setTimeout: wait } = globalThis;
    // Ten seconds are over after one, which is enough to connect; any other time is as long as it is.
    vi.spyOn(globalThis, "setTimeout").mockImplementation((callback, ms, ...given) =>
      wait(callback, ms === 10_000 ? 1_000 : ms, ...given),
    );
    await endCall();
    expect(await onlyDelivery()).toMatchObject({
      status: "retrying",
      lastStatusCode: null,
      lastErrorClass: "timeout",
    });
  });

  test("Should be HTTPS in production (HTTP allowed for local development)", () => {
    const { isHttpTaken, isHttpsTaken } = takenWhere({ isLocal: true });
    expect({ isHttpTaken, isHttpsTaken }).toEqual({ isHttpTaken: true, isHttpsTaken: true });
  });
});

describe("Payload format", () => {
  test("All webhook events are delivered as JSON with a consistent envelope", async () => {
    await subscribe(SUBSCRIPTION);
    const { text } = await endedCall();
    expect(Object.keys(JSON.parse(text))).toEqual(["id", "event", "timestamp", "data"]);
    expect(JSON.parse(text)).toEqual({
      id: (await onlyDelivery()).id,
      event: "call.ended",
      timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/),
      data: CALL_ENDED.data,
    });
  });
});

describe("Request headers", () => {
  test.each([
    ["Content-Type", "application/json", /^application\/json$/],
    ["X-Replicer-Event", "Event type (e.g., call.ended)", /^call\.ended$/],
    ["X-Replicer-Delivery-Id", "Unique delivery ID", /^[0-9a-f-]{36}$/],
    ["X-Replicer-Timestamp", "Unix timestamp of the delivery", /^\d{10}$/],
    ["X-Replicer-Signature", "HMAC-SHA256 signature for verification", /^[0-9a-f]{64}$/],
  ])("%s: %s", async (name, _, value) => {
    const { secret } = await subscribe(SUBSCRIPTION);
    const { headers, text } = await endedCall();
    expect(headers[name.toLowerCase()]).toMatch(value);
    expect(headers).toMatchObject({
      "x-replicer-delivery-id": (await onlyDelivery()).id,
      "x-replicer-signature": createHmac("sha256", secret ?? "")
        .update(text)
        .digest("hex"),
    });
    expect(Math.abs(Number(headers["x-replicer-timestamp"]) - Date.now() / 1000)).toBeLessThan(60);
  });
});

describe("Retry policy", () => {
  test.each([
    ["1st retry", "5 seconds", 1, 5],
    ["2nd retry", "30 seconds", 2, 30],
    ["3rd retry", "2 minutes", 3, 120],
    ["4th retry", "10 minutes", 4, 600],
    ["5th retry", "30 minutes", 5, 1800],
  ])("%s: %s", async (_, __, attempts, seconds) => {
    await subscribe(SUBSCRIPTION);
    receiver.behave("/hook", { status: 503 });
    await endCall();
    await attempt(attempts);
    const { attempts: made, nextAttemptAt, status } = await onlyDelivery();
    const [latest] = made;
    if (!latest || !nextAttemptAt) throw new Error("no retry is planned");
    const waitMs = Date.parse(nextAttemptAt) - Date.parse(latest.startedAt) - latest.durationMs;
    expect(status).toBe("retrying");
    expect(made).toHaveLength(attempts);
    expect(waitMs).toBeGreaterThanOrEqual(seconds * 1000 - 1);
    expect(waitMs).toBeLessThanOrEqual(seconds * 1100 + 1);
  });

  test("After 5 failed retries, the delivery is marked as failed.", async () => {
    await subscribe(SUBSCRIPTION);
    receiver.behave("/hook", { status: 503 });
    await endCall();
    await attempt(6);
    expect(await onlyDelivery()).toMatchObject({ status: "failed", attemptCount: 6, nextAttemptAt: null });
    expect(receiver.requests).toHaveLength(6);
  });

  test("You can view delivery history in the dashboard.", async () => {
    const { id } = await subscribe(SUBSCRIPTION);
    await endCall();
    const { data } = await listDeliveries(ctx, listDeliveriesQuerySchema.parse({ subscriptionId: id }));
    expect(data).toMatchObject([{ eventType: "call.ended", status: "succeeded" }]);
  });
});

describe("Delivery logs", () => {
  test.each([
    ["Event type", { eventType: "call.ended" }],
    ["HTTP response status code", { statusCode: 503 }],
    ["Attempt number", { number: 2 }],
    ["Success/failure status", { success: false }],
    ["Timestamp", { startedAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/) }],
  ])("Every delivery attempt is logged. Each log entry includes: %s", async (_, logged) => {
    const { id } = await subscribe(SUBSCRIPTION);
    receiver.behave("/hook", { status: 503 });
    await endCall();
    await attempt(2);
    const { data } = await listSubscriptionAttempts(ctx, id, listAttemptsQuerySchema.parse({}));
    expect(data).toHaveLength(2);
    expect(data[0]).toMatchObject(logged);
  });
});

function takenWhere({ isLocal }: { isLocal: boolean }) {
  const rule = egressRule(env, isLocal);
  const isTaken = (url: string) => checkTargetUrl(url, rule).ok;
  return {
    isHttpTaken: isTaken("http://127.0.0.1:8080/hook"),
    isHttpsTaken: isTaken("https://example.com/hook"),
  };
}
