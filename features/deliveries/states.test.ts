import { randomUUID } from "node:crypto";
import { globSync, readFileSync } from "node:fs";
import { sql } from "drizzle-orm";
import { beforeEach, describe, expect, test } from "vitest";
import { database, transaction } from "@/db/client";
import { DELIVERY_STATUSES, type DeliveryStatus } from "@/db/enums";
import { hasStatus } from "@/features/deliveries/current-status";
import { IS_DUE, IS_HELD, IS_IN_FLIGHT } from "@/features/deliveries/predicates";
import { listDeliveries, readDelivery } from "@/features/deliveries/queries";
import { listDeliveriesQuerySchema } from "@/features/deliveries/schema";
import { isOpen, TRANSITIONS } from "@/features/deliveries/states";
import {
  ctx,
  onlyDelivery,
  putInto,
  subscribe,
  TICKET,
  withOwnDatabaseAndReceiver,
} from "@/features/deliveries/test-set-up";
import { cancel, cancelDeleted, holdForbidden, releaseHeld, resend } from "@/features/deliveries/transitions";
import { publishEvents } from "@/features/events/publish";
import { claimDue } from "@/features/sending/claim";
import { recordOutcomes } from "@/features/sending/record";
import { pauseSubscription } from "@/features/subscriptions/status";

let subscriptionId: string;

withOwnDatabaseAndReceiver();

beforeEach(async () => {
  subscriptionId = (await subscribe()).id;
});

/** A delivery in that status, due if it is open; returns its id. */
async function deliveryIn(status: DeliveryStatus): Promise<string> {
  await publishEvents(ctx, [TICKET]);
  const { id } = await onlyDelivery();
  await putInto(status, id);
  return id;
}

/** Whether the queue has it, which it does exactly while it is open. */
async function isQueued(id: string): Promise<boolean> {
  const rows = await database().execute(sql`select from open_deliveries where delivery_id = ${id}`);
  return rows.length > 0;
}

async function statusOf(id: string): Promise<DeliveryStatus> {
  return (await readDelivery(ctx, id)).status;
}

const keyOf = (id: string) => ({ id, organizationId: ctx.organizationId });

/** Writes an outcome as the worker would that leased the delivery. */
async function record(id: string, { success, retryAtMs }: { success: boolean; retryAtMs: number | null }) {
  const [row] = await database().execute<{ lease_id: string | null }>(
    sql`select lease_id from open_deliveries where delivery_id = ${id}`,
  );
  const result = {
    startedAtMs: Date.now(),
    durationMs: 1,
    statusCode: success ? 200 : 500,
    success,
    errorClass: success ? null : ("server_error" as const),
    errorMessage: null,
    retryAfterMs: null,
    trigger: "first" as const,
    requestedBy: null,
    url: "https://receiver.example/hook",
    requestHeaders: {},
    responseHeaders: null,
    responseBody: null,
    responseTruncated: false,
    timings: null,
  };
  const delivery = {
    ...{ id, lane: "steady" as const, isLast: false, organizationId: ctx.organizationId, subscriptionId },
    ...{
      subscriptionVersion: "",
      eventId: "",
      eventType: "",
      eventName: "",
      data: "",
      occurredAt: "",
      hops: 0,
    },
    ...{ format: "replify" as const, subject: null, actorName: null },
    ...{ attempt: 1, maxAttempts: 6, trigger: "first" as const, requestedBy: null, abandonedCount: 0 },
    ...{ leaseId: row?.lease_id ?? randomUUID(), claimedAtMs: 0, dueAtMs: 0 },
  };
  await recordOutcomes([{ delivery, result, retryAtMs }]);
}

const claim = () => claimDue({ steady: 10, failing: 10, manual: 10 });

/** What tries each transition, on a delivery in any status. */
const ACTS: Record<Exclude<keyof typeof TRANSITIONS, "enqueue">, (id: string) => Promise<unknown>> = {
  hold: async () => {
    await database().execute(sql`update memberships set role = 'viewer'`);
    await transaction(() => holdForbidden(sql`true`));
  },
  release: () => transaction(() => releaseHeld(sql`true`)),
  lease: claim,
  expire: claim,
  record: (id) => record(id, { success: true, retryAtMs: null }),
  retry: (id) => record(id, { success: false, retryAtMs: Date.now() + 5000 }),
  resend: (id) => resend(keyOf(id), null),
  cancel: (id) => cancel(keyOf(id)),
};

/** `lease` and `expire` are one statement, so each also does what the other is named for. */
const LEASES = ["lease", "expire"];

const CASES = Object.entries(ACTS).flatMap(([name, act]) =>
  DELIVERY_STATUSES.map((status) => ({ name, status, act, transition: Reflect.get(TRANSITIONS, name) })),
);

describe("a transition", () => {
  test.each(CASES)("$name of a delivery that is $status", async ({ name, status, act, transition }) => {
    const id = await deliveryIn(status);
    await act(id);
    const after = await statusOf(id);
    if (transition.from.includes(status)) expect(transition.to).toContain(after);
    else if (!LEASES.includes(name)) expect(after).toBe(status);
    else expect([status, "sending"]).toContain(after);
    expect(await isQueued(id)).toBe(isOpen(after));
  });

  test("enqueue makes it due, or holds it while its subscription takes nothing", async () => {
    await publishEvents(ctx, [TICKET]);
    await pauseSubscription(ctx, subscriptionId);
    await publishEvents(ctx, [TICKET]);
    const rows = await database().execute<{ status: string; is_due: boolean }>(
      sql`select status, exists (select from open_deliveries where delivery_id = id) as is_due from deliveries order by id`,
    );
    expect([...rows]).toEqual([
      { status: "pending", is_due: true },
      { status: "held", is_due: false },
    ]);
  });

  test.each(DELIVERY_STATUSES)(
    "the end of its subscription cancels what is %s and not sent yet",
    async (status) => {
      const id = await deliveryIn(status);
      await database().execute(sql`update subscriptions set deleted_at = now()`);
      await transaction(() => cancelDeleted(sql`true`));
      const isCanceled = TRANSITIONS.cancel.from.some((from) => from === status);
      expect(await statusOf(id)).toBe(isCanceled ? "canceled" : status);
    },
  );

  test.each([
    { success: true, retryAtMs: null, status: "succeeded" },
    { success: false, retryAtMs: null, status: "failed" },
    { success: false, retryAtMs: 1, status: "retrying" },
  ])("an attempt leads to $status", async ({ status, ...outcome }) => {
    const id = await deliveryIn("sending");
    await record(id, outcome);
    expect(await statusOf(id)).toBe(status);
  });

  test("a lease that ran out is counted, and the worker that had it records nothing any more", async () => {
    const id = await deliveryIn("pending");
    const [first] = await claim();
    await database().execute(sql`update open_deliveries set due_at = now() - interval '1 ms'`);
    const [second] = await claim();
    expect(second).toMatchObject({ id, abandonedCount: 1, attempt: 1 });
    expect(second?.leaseId).not.toBe(first?.leaseId);
  });
});

test.each([
  ["due", sql`open_deliveries q where not q.is_sending and ${IS_DUE} and q`, "open_deliveries_due"],
  ["in flight", sql`open_deliveries q where ${IS_IN_FLIGHT} and q`, "open_deliveries_due"],
  ["held", sql`deliveries d where ${IS_HELD} and d`, "deliveries_subscription_undelivered"],
])("what is %s of a subscription is found by its own index", async (_, condition, index) => {
  const plan = await transaction(async () => {
    await database().execute(sql`set local enable_seqscan = off`);
    return database().execute(sql`explain select from ${condition}.subscription_id = ${subscriptionId}`);
  });
  expect(JSON.stringify(plan)).toContain(`using ${index} `);
});

test("no other code names a delivery's status", () => {
  // Schemas show examples.
  const own = /^features\/deliveries\/(states|predicates|transitions)\.ts$|\/schema\.ts$|\.test\.tsx?$/;
  const rooms =
    /^(features\/(deliver[^/]+|events|overview|sending|subscription[^/]+|trace)|inngest\/(functions|server))\//;
  const found = globSync("{app,components,features,inngest/{functions,server},lib}/**/*.{ts,tsx}")
    .filter((path) => !own.test(path))
    .flatMap((path) => {
      const isNamed = rooms.test(path)
        ? /['"](retrying|sending|succeeded|canceled)['"]|status\W{1,6}['"](pending|held|failed)['"]/
        : /['"](retrying|succeeded)['"]/;
      const lines = readFileSync(path, "utf8").split("\n");
      return lines.filter((line) => isNamed.test(line)).map((line) => `${path}: ${line}`);
    });
  expect(found).toEqual([]);
});

describe("a list", () => {
  test.each(DELIVERY_STATUSES)("has those that are %s, and no others", async (status) => {
    const ids = new Map<DeliveryStatus, string>();
    for (const each of DELIVERY_STATUSES) {
      const [published] = await publishEvents(ctx, [TICKET]);
      const { data } = await listDeliveries(ctx, listDeliveriesQuerySchema.parse({ q: published?.id }));
      const [{ id } = { id: "" }] = data;
      await putInto(each, id);
      ids.set(each, id);
    }
    for (const of of [{}, { subscriptionId }]) {
      const { data } = await listDeliveries(ctx, listDeliveriesQuerySchema.parse({ status, ...of }));
      expect(data).toMatchObject([{ id: ids.get(status), status }]);
    }
  });

  test("of what waits is read from the queue, however long the log", async () => {
    const plan = await transaction(async () => {
      await database().execute(sql`set local enable_seqscan = off`);
      await database().execute(sql`set local enable_bitmapscan = off`);
      return database().execute(sql`
        explain select id from deliveries where organization_id = ${ctx.organizationId} and ${hasStatus("pending", undefined)}
        order by id desc limit 26`);
    });
    expect(JSON.stringify(plan)).toContain(
      "open_deliveries_organization_id_delivery_id_pk on open_deliveries",
    );
  });
});
