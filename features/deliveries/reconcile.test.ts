import { sql } from "drizzle-orm";
import { beforeEach, expect, test } from "vitest";
import { database } from "@/db/client";
import { asOwner } from "@/db/own-database";
import { readDelivery } from "@/features/deliveries/queries";
import { reconcileDeliveries } from "@/features/deliveries/reconcile";
import { cancelDelivery } from "@/features/deliveries/service";
import {
  ctx,
  putInto,
  receiver,
  subscribe,
  TICKET,
  withOwnDatabaseAndReceiver,
} from "@/features/deliveries/test-set-up";
import { publishEvents } from "@/features/events/publish";
import { attemptDelivery } from "@/features/sending/attempt";
import { claimDue } from "@/features/sending/claim";
import { deleteSubscription } from "@/features/subscriptions/service";
import { pauseSubscription, resumeSubscription } from "@/features/subscriptions/status";

withOwnDatabaseAndReceiver();

beforeEach(() => receiver.behave("/hook", { status: 500 }));

async function oneClaimed() {
  const subscription = await subscribe();
  await publishEvents(ctx, [TICKET]);
  const [claimed] = await claimDue({ steady: 1, failing: 0, manual: 0 });
  if (!claimed) throw new Error("nothing was claimed");
  return { subscription, claimed };
}

async function statuses(): Promise<string[]> {
  const rows = await database().execute<{ status: string }>(sql`select status from deliveries order by id`);
  return rows.map(({ status }) => status);
}

async function statusOf(id: string): Promise<string> {
  return (await readDelivery(ctx, id)).status;
}

test("a delivery that is canceled while it is being sent gets no further attempt", async () => {
  const { claimed } = await oneClaimed();
  await cancelDelivery(ctx, claimed.id);
  await attemptDelivery(claimed);
  expect(await statusOf(claimed.id)).toBe("canceled");
});

test("what was being sent when its subscription was deleted is canceled by the sweep", async () => {
  const { subscription, claimed } = await oneClaimed();
  await deleteSubscription(ctx, subscription.id);
  await attemptDelivery(claimed);
  await reconcileDeliveries();
  expect(await statusOf(claimed.id)).toBe("canceled");
});

test("what a worker is taking or recording waits for the sweep, and nobody for the worker", async () => {
  const { id } = await subscribe();
  await publishEvents(ctx, [TICKET, TICKET]);
  await asOwner((worker) =>
    worker.begin(async (tx) => {
      await tx`select from open_deliveries order by delivery_id limit 1 for update`;
      await deleteSubscription(ctx, id);
      await database().execute(sql`update subscriptions set deleted_at = null`);
      await database().execute(sql`update memberships set role = 'viewer'`);
      await reconcileDeliveries();
      expect(await statuses()).toEqual(["pending", "canceled"]);
    }),
  );
  await reconcileDeliveries();
  expect(await statuses()).toEqual(["held", "canceled"]);
});

test("a held delivery of an active subscription is released, that of a paused one stays", async () => {
  const { subscription, claimed } = await oneClaimed();
  await putInto("held", claimed.id);
  await database().execute(sql`update subscriptions set status = 'paused' where id = ${subscription.id}`);
  await reconcileDeliveries();
  expect(await statusOf(claimed.id)).toBe("held");
  await database().execute(sql`update subscriptions set status = 'active' where id = ${subscription.id}`);
  await reconcileDeliveries();
  expect(await statusOf(claimed.id)).toBe("pending");
});

test("a backlog may take longer to release, or to cancel, than a call's statements usually may", async () => {
  const { id } = await subscribe();
  await pauseSubscription(ctx, id);
  await publishEvents(ctx, [TICKET]);
  await asOwner((owner) =>
    owner.unsafe(`
      create function give_up() returns trigger language plpgsql as $$ begin
        if current_setting('statement_timeout') = '10s' then raise 'canceled' using errcode = '57014'; end if;
        return new;
      end $$;
      create trigger takes_long before update on deliveries for each row execute function give_up()`),
  );
  await resumeSubscription(ctx, id);
  await deleteSubscription(ctx, id);
  await reconcileDeliveries();
  await asOwner((owner) => owner.unsafe("drop trigger takes_long on deliveries"));
});
