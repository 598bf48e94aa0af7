import { expect } from "@playwright/test";
import type { Sql } from "postgres";
import { Webhook } from "standardwebhooks";
import type { ReceivedRequest } from "../receiver";

const SETTLE_LIMIT_MS = 90_000;

interface LoggedDelivery {
  id: string;
  eventId: string;
  status: string;
  attemptCount: number;
  attemptNumbers: number[];
}

interface Run {
  subscription: { id: string; secret: string };
  /** Ids of the events that the API answered 202 for. */
  accepted: string[];
  requests: ReceivedRequest[];
  /** Deliveries that a killed worker had claimed. */
  interrupted: ReadonlySet<string>;
}

/** Waits until nothing is left to do, then holds the log and the receiver's record against the promises of delivery. */
export async function expectEveryEventDelivered(sql: Sql, run: Run): Promise<void> {
  const log = await settledLog(sql, run.subscription.id);
  expect(log.map((delivery) => delivery.eventId).toSorted()).toEqual(run.accepted.toSorted());
  expect(log.filter((delivery) => delivery.status !== "succeeded")).toEqual([]);
  expect(log.filter(({ attemptCount, attemptNumbers }) => !isCount(attemptNumbers, attemptCount))).toEqual(
    [],
  );

  const byId = Map.groupBy(run.requests, (request) => String(request.headers["webhook-id"]));
  expect([...byId.keys()].toSorted()).toEqual(log.map((delivery) => delivery.id).toSorted());
  const webhook = new Webhook(run.subscription.secret);
  for (const delivery of log) {
    const requests = byId.get(delivery.id) ?? [];
    for (const request of requests) expectOneIdentity(request, delivery, webhook);
    const numbers = requests.map(attemptOf);
    if (!run.interrupted.has(delivery.id)) {
      expect(isCount(numbers, delivery.attemptCount), `${delivery.id} was sent as ${numbers}`).toBe(true);
    }
    // An attempt that a kill cut off is made again under its own number.
    expect(isCount([...new Set(numbers)], delivery.attemptCount), `${delivery.id}: ${numbers}`).toBe(true);
  }
}

/** Ids of deliveries of which one attempt reached the receiver more than once. */
export function repeatedDeliveries(requests: ReceivedRequest[]): string[] {
  const byAttempt = Map.groupBy(
    requests,
    (request) => `${request.headers["webhook-id"]} ${attemptOf(request)}`,
  );
  return [...byAttempt].filter(([, same]) => same.length > 1).map(([key]) => String(key.split(" ")[0]));
}

async function settledLog(sql: Sql, subscriptionId: string): Promise<LoggedDelivery[]> {
  const read = () => sql<LoggedDelivery[]>`
    select id, event_id as "eventId", status, attempt_count as "attemptCount",
           array(select number from attempts where delivery_id = deliveries.id order by number) as "attemptNumbers"
    from deliveries where subscription_id = ${subscriptionId}`;
  const countOpen = async () => {
    const [row] = await sql<{ open: number }[]>`
      select count(*)::int as open from open_deliveries where subscription_id = ${subscriptionId}`;
    return row?.open;
  };
  await expect.poll(countOpen, { timeout: SETTLE_LIMIT_MS, intervals: [250] }).toBe(0);
  return read();
}

function expectOneIdentity(request: ReceivedRequest, delivery: LoggedDelivery, webhook: Webhook): void {
  const header = (name: string) => String(request.headers[name]);
  expect(header("x-replify-delivery-id")).toBe(delivery.id);
  expect(header("x-replify-event-id")).toBe(delivery.eventId);
  const body = webhook.verify(request.text, {
    "webhook-id": header("webhook-id"),
    "webhook-timestamp": header("webhook-timestamp"),
    "webhook-signature": header("webhook-signature"),
  });
  expect(body).toMatchObject({ id: delivery.id });
}

function attemptOf(request: ReceivedRequest): number {
  return Number(request.headers["x-replify-attempt"]);
}

/** 1, 2, … up to `count`, in that order. */
function isCount(numbers: number[], count: number): boolean {
  return numbers.length === count && numbers.every((number, index) => number === index + 1);
}
