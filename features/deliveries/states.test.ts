import { globSync, readFileSync } from "node:fs";
import { sql } from "drizzle-orm";
import { beforeEach, describe, expect, test } from "vitest";
import { database, transaction } from "@/db/client";
import { DELIVERY_STATUSES, type DeliveryStatus } from "@/db/enums";
import { claimDue } from "@/features/deliveries/claim";
import { IS_DUE, IS_HELD, IS_IN_FLIGHT, IS_MANUAL, IS_OPEN } from "@/features/deliveries/predicates";
import { recordOutcomes } from "@/features/deliveries/record";
import { TRANSITIONS } from "@/features/deliveries/states";
import { ctx, subscribe, TICKET, withOwnDatabaseAndReceiver } from "@/features/deliveries/test-set-up";
import { cancel, cancelDeleted, holdForbidden, releaseHeld, resend } from "@/features/deliveries/transitions";
import { publishEvents } from "@/features/events/publish";
import { pauseSubscription } from "@/features/subscriptions/status";

let subscriptionId: string;

withOwnDatabaseAndReceiver();

beforeEach(async () => {
  subscriptionId = (await subscribe()).id;
});

/** A delivery in that status, due if it is open; returns its id. */
async function deliveryIn(status: DeliveryStatus): Promise<string> {
  await publishEvents(ctx, [TICKET]);
  const [row] = await database().execute<{ id: string }>(sql`
    update deliveries set status = ${status}::delivery_status,
      due_at = case when ${status} in ('pending', 'retrying', 'sending') then now() end,
      next_attempt_at = case when ${status} in ('pending', 'retrying', 'sending') then now() end,
      completed_at = case when ${status} in ('succeeded', 'failed', 'canceled') then now() end
    returning id`);
  if (!row) throw new Error("no delivery");
  return row.id;
}

async function statusOf(id: string): Promise<DeliveryStatus | undefined> {
  const [row] = await database().execute<{ status: DeliveryStatus }>(
    sql`select status from deliveries where id = ${id}`,
  );
  return row?.status;
}

const keyOf = (id: string) => ({ id, organizationId: ctx.organizationId });

/** Writes an outcome as the worker would that leased the delivery. */
async function record(id: string, { success, retryAtMs }: { success: boolean; retryAtMs: number | null }) {
  const [row] = await database().execute<{ generation: number }>(
    sql`select lease_generation as generation from deliveries where id = ${id}`,
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
    ...{ id, lane: "steady" as const, organizationId: ctx.organizationId, subscriptionId },
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
    ...{ generation: row?.generation ?? 0, claimedAtMs: 0 },
  };
  await recordOutcomes([{ delivery, result, retryAtMs }]);
}

const claim = () => claimDue({ steady: 10, failing: 10, manual: 10 });

/** What tries each transition, on a delivery in any status. */
const ACTS: Record<Exclude<keyof typeof TRANSITIONS, "enqueue">, (id: string) => Promise<unknown>> = {
  hold: async () => {
    await database().execute(sql`update memberships set role = 'viewer'`);
    await holdForbidden(sql`true`);
  },
  release: () => releaseHeld(sql`true`),
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
  });

  test("enqueue makes it due, or holds it while its subscription takes nothing", async () => {
    await publishEvents(ctx, [TICKET]);
    await pauseSubscription(ctx, subscriptionId);
    await publishEvents(ctx, [TICKET]);
    const rows = await database().execute<{ status: string; is_due: boolean }>(
      sql`select status, due_at is not null as is_due from deliveries order by id`,
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
      await cancelDeleted(sql`true`);
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
    await database().execute(sql`update deliveries set due_at = now()`);
    const [second] = await claim();
    expect(second).toMatchObject({
      id,
      abandonedCount: 1,
      generation: (first?.generation ?? 0) + 1,
      attempt: 1,
    });
  });
});

test.each([
  ["open", IS_OPEN, "deliveries_due"],
  ["due", sql`${IS_DUE} order by d.due_at`, "deliveries_due"],
  ["asked for by hand", sql`${IS_DUE} and ${IS_MANUAL} order by d.due_at`, "deliveries_manual"],
  ["in flight", IS_IN_FLIGHT, "deliveries_sending"],
  ["held", IS_HELD, "deliveries_subscription_unsuccessful"],
])("what is %s of a subscription is found by its own index", async (_, condition, index) => {
  const plan = await transaction(async () => {
    await database().execute(sql`set local enable_seqscan = off`);
    return database().execute(
      sql`explain select d.due_at from deliveries d where d.subscription_id = ${subscriptionId} and ${condition}`,
    );
  });
  expect(JSON.stringify(plan)).toContain(`using ${index} `);
});

test("no other code names a delivery's status", () => {
  // Schemas show examples.
  const own = /^features\/deliveries\/(states|predicates|transitions)\.ts$|\/schema\.ts$|\.test\.tsx?$/;
  const rooms = /^(features\/(deliveries|events|overview|subscriptions|trace)|inngest\/(functions|server))\//;
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
