import { sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { database } from "@/db/client";
import { firstUuidAt } from "@/db/uuid";
import { atOnce } from "@/e2e/held-row";
import { listDeliveries } from "@/features/deliveries/queries";
import { pruneLog } from "@/features/deliveries/retention";
import { listDeliveriesQuerySchema } from "@/features/deliveries/schema";
import { resendDelivery } from "@/features/deliveries/service";
import {
  ctx,
  DRAIN_MS,
  onlyDelivery,
  subscribe,
  TICKET,
  withOwnDatabaseAndReceiver,
} from "@/features/deliveries/test-set-up";
import { publishEvents } from "@/features/events/publish";
import { sendAllDue } from "@/features/sending/pump";
import { pauseSubscription } from "@/features/subscriptions/status";

withOwnDatabaseAndReceiver();

/** Moves deliveries and their events beyond any retention: their ids tell their time. */
async function age(condition: ReturnType<typeof sql>): Promise<void> {
  const old = firstUuidAt(Date.now() - 400 * 86_400_000).slice(0, 13);
  await database().execute(sql`
    with moved as (
      insert into events select (${old} || substr(id::text, 14))::uuid, organization_id, type, data, team_id, account_id,
        sequence_id, is_test, actor, occurred_at, created_at
      from events where id in (select event_id from deliveries where ${condition}) returning id
    ), tried as (
      update attempts set delivery_id = (${old} || substr(delivery_id::text, 14))::uuid
      where delivery_id in (select id from deliveries where ${condition})
    )
    update deliveries set id = (${old} || substr(id::text, 14))::uuid, event_id = (${old} || substr(event_id::text, 14))::uuid
    where ${condition}`);
}

test("deletes what is finished and old, and nothing that is open or young", async () => {
  const { id } = await subscribe();
  await publishEvents(ctx, [TICKET, TICKET]);
  await sendAllDue(DRAIN_MS);
  await pauseSubscription(ctx, id);
  await publishEvents(ctx, [TICKET]);
  await age(
    sql`status = 'held' or id = (select id from deliveries where status = 'succeeded' order by id limit 1)`,
  );
  expect(await pruneLog()).toBe(false);
  const { data } = await listDeliveries(ctx, listDeliveriesQuerySchema.parse({}));
  expect(data.map(({ status }) => status).sort()).toEqual(["held", "succeeded"]);
  await pruneLog();
  const [events] = await database().execute<{ count: number }>(
    sql`select count(*)::int as count from events where id < ${firstUuidAt(Date.now() - 399 * 86_400_000)}::uuid`,
  );
  expect(events?.count).toBe(1);
  const [attempts] = await database().execute<{ count: number }>(
    sql`select count(*)::int as count from attempts`,
  );
  expect(attempts?.count).toBe(1);
});

test("keeps, with its attempts, what is sent again at the same moment", async () => {
  await subscribe();
  await publishEvents(ctx, [TICKET]);
  await sendAllDue(DRAIN_MS);
  await age(sql`true`);
  const { id } = await onlyDelivery();
  await atOnce<unknown>({ table: "deliveries", column: "id", value: id }, [
    () => resendDelivery(ctx, id),
    () => pruneLog(),
  ]);
  await sendAllDue(DRAIN_MS);
  const [row] = await database().execute<{ numbers: number[] }>(
    sql`select json_agg(number order by number) as numbers from attempts where delivery_id = ${id}`,
  );
  expect(row?.numbers).toEqual([1, 2]);
});
