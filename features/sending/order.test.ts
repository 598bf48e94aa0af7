import { sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { database } from "@/db/client";
import { ctx, receiver, subscribe, withOwnDatabaseAndReceiver } from "@/features/deliveries/test-set-up";
import { publishEvents } from "@/features/events/publish";
import { attemptDelivery } from "@/features/sending/attempt";
import { claimDue } from "@/features/sending/claim";
import { pauseSubscription, resumeSubscription } from "@/features/subscriptions/status";

withOwnDatabaseAndReceiver();

const COUNT = 30;
const SUBJECTS = Array.from({ length: COUNT }, (_, index) => `Ticket ${index}`);

/** Resumed with held events, whose rows of the queue lie anywhere, as they do where others were vacuumed. */
async function resumeWithHeld(maxInFlight: number): Promise<void> {
  const { id } = await subscribe({ maxInFlight });
  await pauseSubscription(ctx, id);
  for (const subject of SUBJECTS) await publishEvents(ctx, [{ type: "ticket.created", data: { subject } }]);
  await resumeSubscription(ctx, id);
  await database().execute(sql`
    with moved as (delete from open_deliveries returning *)
    insert into open_deliveries select * from moved order by md5(delivery_id::text)`);
}

function subjectOf(json: string): string {
  const { data } = JSON.parse(json);
  return data.subject;
}

/** As a process that sends what it gets, until nothing is due. */
async function work(): Promise<void> {
  for (;;) {
    const claimed = await claimDue({ steady: 20, failing: 0, manual: 0 });
    for (const delivery of claimed) await attemptDelivery(delivery);
    if (claimed.length === 0 && receiver.requests.length === COUNT) return;
  }
}

test("what was held arrives oldest first, though two workers send it, where one may be in flight", async () => {
  await resumeWithHeld(1);
  await Promise.all([work(), work()]);
  expect(receiver.requests.map(({ text }) => subjectOf(text))).toEqual(SUBJECTS);
});

test("where more may be in flight, each claim takes the oldest that are left, in their order", async () => {
  await resumeWithHeld(20);
  const claims = [
    await claimDue({ steady: 7, failing: 0, manual: 0 }),
    await claimDue({ steady: 7, failing: 0, manual: 0 }),
  ];
  expect(claims.flat().map(({ data }) => JSON.parse(data).subject)).toEqual(SUBJECTS.slice(0, 14));
});
