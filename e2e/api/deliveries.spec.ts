import { getDeliveryEndpoint, listDeliveriesEndpoint } from "@/features/deliveries/contract";
import { publishEventsEndpoint } from "@/features/events/contract";
import { createSubscriptionEndpoint } from "@/features/subscriptions/contract";
import type { Api } from "../api";
import { expect, test } from "../fixtures";
import type { Receiver } from "../receiver";

const DELIVERIES = "/api/v1/deliveries";

test("two failures and a success are three attempts of one delivery", async ({ api, receiver }) => {
  receiver.behave("/hook", { failTimes: 2, body: "not now" });
  const id = await deliver(api, receiver, { retryPolicy: "standard" });

  await expect.poll(() => statusOf(api, id)).toBe("succeeded");

  const delivery = await api.get(`${DELIVERIES}/${id}`);
  const requests = receiver.requests;
  expect(requests.map((request) => request.headers["x-replify-attempt"])).toEqual(["1", "2", "3"]);
  expect(new Set(requests.map((request) => request.headers["webhook-id"]))).toEqual(new Set([id]));
  expect(new Set(requests.map((request) => request.text)).size).toBe(1);
  expect(delivery.body).toMatchObject({
    id,
    status: "succeeded",
    attemptCount: 3,
    maxAttempts: 6,
    nextAttemptAt: null,
    lastStatusCode: 200,
    completedAt: expect.any(String),
    targetUrl: `${receiver.url}/hook`,
    payload: requests[0]?.text,
    plannedAttempts: [],
    attempts: [
      { number: 3, trigger: "retry", statusCode: 200, success: true, errorClass: null },
      { number: 2, trigger: "retry", statusCode: 500, success: false, explanation: expect.anything() },
      {
        number: 1,
        trigger: "first",
        statusCode: 500,
        success: false,
        errorClass: expect.any(String),
        request: {
          url: `${receiver.url}/hook`,
          headers: expect.objectContaining({ "webhook-id": id, "user-agent": "Replify-Webhooks/1.0" }),
          body: requests[0]?.text,
        },
        response: { body: "not now", encoding: "utf8", truncated: false },
      },
    ],
  });
  const { attempts } = await api.call(getDeliveryEndpoint, { params: { id } });
  const starts = attempts.map((attempt) => Date.parse(attempt.startedAt)).toReversed();
  // 5 s and 30 s, a hundred times faster; never earlier.
  expect((starts[1] ?? 0) - (starts[0] ?? 0)).toBeGreaterThanOrEqual(50);
  expect((starts[2] ?? 0) - (starts[1] ?? 0)).toBeGreaterThanOrEqual(300);
});

test("down for good means six attempts and failed; a resend gets through", async ({ api, receiver }) => {
  receiver.behave("/hook", { status: 503 });
  const id = await deliver(api, receiver, { retryPolicy: { delaysSeconds: [1, 1, 1, 1, 1] } });
  await expect.poll(() => statusOf(api, id)).toBe("failed");
  expect(receiver.requests).toHaveLength(6);
  receiver.behave("/hook", {});

  const resent = await api.post(`${DELIVERIES}/${id}/resend`, undefined);

  expect(resent.status).toBe(202);
  expect(resent.body).toMatchObject({ id, status: "pending" });
  await expect.poll(() => statusOf(api, id)).toBe("succeeded");
  const { attempts } = await api.call(getDeliveryEndpoint, { params: { id } });
  expect(attempts[0]).toMatchObject({ number: 7, trigger: "manual", requestedBy: "Ada", statusCode: 200 });
  expect(receiver.requests.at(-1)?.headers).toMatchObject({ "webhook-id": id, "x-replify-attempt": "7" });
});

test("a delivery that waits can be canceled, a finished one not", async ({ api, receiver }) => {
  receiver.behave("/hook", { status: 500 });
  const id = await deliver(api, receiver, { retryPolicy: { delaysSeconds: [86_400] } });
  await expect.poll(() => statusOf(api, id)).toBe("retrying");

  const canceled = await api.post(`${DELIVERIES}/${id}/cancel`, undefined);
  const again = await api.post(`${DELIVERIES}/${id}/cancel`, undefined);

  expect(canceled).toMatchObject({ status: 200, body: { id, status: "canceled", nextAttemptAt: null } });
  expect(again).toMatchObject({ status: 409, body: { code: "conflict" } });
});

test("events for a paused subscription are held and sent when it resumes", async ({ api, receiver }) => {
  const subscription = await subscribe(api, receiver, {});
  await api.post(`/api/v1/subscriptions/${subscription.id}/pause`, undefined);
  await publish(api);
  const { data: held } = await api.call(listDeliveriesEndpoint);
  expect(held).toMatchObject([{ status: "held", attemptCount: 0 }]);

  await api.post(`/api/v1/subscriptions/${subscription.id}/resume`, undefined);

  await expect.poll(() => statusOf(api, held[0]?.id ?? "")).toBe("succeeded");
  expect(receiver.requests).toHaveLength(1);
});

test("410 Gone disables the subscription and ends the delivery", async ({ api, receiver }) => {
  receiver.behave("/hook", { status: 410 });
  const id = await deliver(api, receiver, {});

  await expect.poll(() => statusOf(api, id)).toBe("failed");

  const { subscriptionId } = await api.call(getDeliveryEndpoint, { params: { id } });
  await expect
    .poll(async () => (await api.get(`/api/v1/subscriptions/${subscriptionId}`)).body)
    .toMatchObject({ status: "disabled", statusReason: expect.stringContaining("410") });
  expect(receiver.requests).toHaveLength(1);
});

test("the log is filtered and paged", async ({ api, receiver }) => {
  receiver.behave("/down", { status: 500 });
  const up = await subscribe(api, receiver, {});
  const down = await subscribe(api, receiver, {
    targetUrl: `${receiver.url}/down`,
    retryPolicy: { delaysSeconds: [1] },
  });
  await publish(api);
  await expect.poll(async () => (await list(api, "status=succeeded")).length).toBe(1);
  await expect.poll(async () => (await list(api, "status=failed")).length).toBe(1);
  const [failed] = await list(api, "status=failed");

  for (const [query, subscriptions] of [
    ["", [up.id, down.id]],
    ["statusCode=5xx", [down.id]],
    ["statusCode=500", [down.id]],
    ["statusCode=2xx", [up.id]],
    ["statusCode=none", []],
    [`subscriptionId=${up.id}`, [up.id]],
    ["eventType=ticket.created", [up.id, down.id]],
    ["eventType=ticket.updated", []],
    [`q=${failed?.id}`, [down.id]],
    [`q=${failed?.eventId}`, [up.id, down.id]],
    ["from=2001-01-01T00:00:00Z&to=2001-01-02T00:00:00Z", []],
  ] as const) {
    const found = (await list(api, query)).map((delivery) => delivery.subscriptionId);
    expect(found.toSorted(), query).toEqual([...subscriptions].toSorted());
  }
  const page = await api.call(listDeliveriesEndpoint, { query: { limit: 1 } });
  const rest = await api.call(listDeliveriesEndpoint, { query: { limit: 1, cursor: page.nextCursor ?? "" } });
  expect([...page.data, ...rest.data]).toHaveLength(2);
  expect(rest.nextCursor).toBeNull();
  expect((await api.get(`${DELIVERIES}?status=odd`)).status).toBe(422);
});

function subscribe(api: Api, receiver: Receiver, options: object): Promise<{ id: string }> {
  return api.call(createSubscriptionEndpoint, {
    body: { targetUrl: `${receiver.url}/hook`, eventTypes: ["ticket.created"], ...options },
  });
}

async function publish(api: Api): Promise<void> {
  await api.call(publishEventsEndpoint, {
    body: { type: "ticket.created", data: { subject: "Printer on fire" } },
  });
}

/** Subscribes, publishes, and returns the delivery's id. */
async function deliver(api: Api, receiver: Receiver, options: object): Promise<string> {
  await subscribe(api, receiver, options);
  await publish(api);
  const { data } = await api.call(listDeliveriesEndpoint);
  expect(data).toHaveLength(1);
  return data[0]?.id ?? "";
}

async function statusOf(api: Api, id: string): Promise<string> {
  return (await api.call(getDeliveryEndpoint, { params: { id } })).status;
}

async function list(api: Api, query: string) {
  const reply = await api.get(`${DELIVERIES}?${query}`);
  return listDeliveriesEndpoint.response.parse(reply.body).data;
}
