import { sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { database, transaction } from "@/db/client";
import { createContext, createOrganization, createUser } from "@/db/factories";
import { listSubscriptionAttempts } from "@/features/deliveries/attempt-log";
import { type ListAttemptsQuery, listAttemptsQuerySchema } from "@/features/deliveries/attempt-schema";
import {
  ctx,
  DRAIN_MS,
  makeDue,
  receiver,
  subscribe,
  TICKET,
  withOwnDatabaseAndReceiver,
} from "@/features/deliveries/test-set-up";
import { publishEvents } from "@/features/events/publish";
import { sendAllDue } from "@/features/sending/pump";

withOwnDatabaseAndReceiver();

function list(subscriptionId: string, query: Partial<ListAttemptsQuery> = {}, by = ctx) {
  return listSubscriptionAttempts(by, subscriptionId, listAttemptsQuerySchema.parse(query));
}

async function attemptedTwice() {
  const { id } = await subscribe();
  await subscribe();
  receiver.behave("/hook", { failTimes: 2, status: 503 });
  await publishEvents(ctx, [TICKET]);
  await sendAllDue(DRAIN_MS);
  await makeDue();
  await sendAllDue(DRAIN_MS);
  return id;
}

test("shows event type, HTTP status, attempt number, success or failure, and time of each, newest first", async () => {
  const id = await attemptedTwice();
  const { data, nextCursor } = await list(id);
  expect(nextCursor).toBeNull();
  expect(data).toMatchObject([
    { eventType: "ticket.created", statusCode: 200, number: 2, success: true, errorClass: null },
    { eventType: "ticket.created", statusCode: 503, number: 1, success: false, errorClass: "server_error" },
  ]);
  for (const { startedAt } of data) expect(Date.parse(startedAt)).toBeGreaterThan(Date.now() - 60_000);
  expect((await list(id, { result: "failure" })).data).toEqual(data.slice(1));
  expect((await list(id, { result: "success" })).data).toEqual(data.slice(0, 1));
});

test("pages through those of one millisecond without leaving out or repeating any", async () => {
  const { id } = await subscribe();
  await publishEvents(ctx, Array(7).fill(TICKET));
  await sendAllDue(DRAIN_MS);
  await database().execute(sql`update attempts set started_at = date_trunc('second', started_at)`);
  const seen: string[] = [];
  let cursor: string | null | undefined;
  while (cursor !== null) {
    const page: Awaited<ReturnType<typeof list>> = await list(id, { limit: 2, ...(cursor && { cursor }) });
    seen.push(...page.data.map(({ deliveryId }) => deliveryId));
    cursor = page.nextCursor;
  }
  expect(seen).toHaveLength(7);
  expect(new Set(seen).size).toBe(7);
  await expect(list(id, { cursor: "bm9uc2Vuc2U" })).rejects.toMatchObject({ code: "invalid" });
});

test("is for those who may read deliveries, of their own organization", async () => {
  const id = await attemptedTwice();
  const stranger = createContext(await createUser(await createOrganization()));
  expect((await list(id, {}, stranger)).data).toEqual([]);
  await expect(list(id, {}, { ...ctx, permissions: new Set() })).rejects.toMatchObject({ code: "forbidden" });
});

test("can be read from an index in its order", async () => {
  const plan = await transaction(async () => {
    // Of a small table Postgres would rather sort the whole.
    await database().execute(
      sql`select set_config('enable_seqscan', 'off', true), set_config('enable_sort', 'off', true)`,
    );
    return database().execute<{ "QUERY PLAN": string }>(sql`
      explain select a.* from attempts a join deliveries d on d.id = a.delivery_id
      where a.subscription_id = ${crypto.randomUUID()} and d.organization_id = ${ctx.organizationId}
        and (a.started_at, a.delivery_id, a.number) < (now(), ${crypto.randomUUID()}::uuid, 5::smallint)
      order by a.started_at desc, a.delivery_id desc, a.number desc limit 26`);
  });
  const text = plan.map((row) => row["QUERY PLAN"]).join("\n");
  expect(text).toContain("Index Scan Backward using attempts_subscription");
  expect(text).toContain("Presorted Key: a.started_at");
});
