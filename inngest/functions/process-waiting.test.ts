import { sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { database } from "@/db/client";
import { createContext, createOrganization, createUser } from "@/db/factories";
import { useOwnDatabase } from "@/db/own-database";
import { endMinute, makeWebhook, send, ticketsOf } from "@/features/incoming-requests/sent-requests";
import { updateIncomingWebhook } from "@/features/incoming-webhooks/service";
import type { Context } from "@/lib/context";
import { processWaitingRequests } from "./process-waiting";
import { until, wakeRuns, withEngine } from "./test-set-up";

let ctx: Context;
let dropDatabase: () => Promise<void>;

beforeAll(async () => {
  dropDatabase = await useOwnDatabase();
  ctx = createContext(await createUser(await createOrganization()));
});
withEngine({ concurrency: 8, runs: [processWaitingRequests] });
afterAll(() => dropDatabase());

/** For how long the run that wakes next sleeps. */
async function sleepsInSeconds(): Promise<number> {
  const [job] = await database().execute<{ seconds: number }>(sql`
    select extract(epoch from min(run_at) - now())::float8 as seconds from ie_jobs where not leased`);
  return job?.seconds ?? 0;
}

const subjects = async () => (await ticketsOf(ctx)).map(({ subject }) => subject);

test("what is over the limit is processed by itself once the minute is over, of several webhooks", async () => {
  const made = await Promise.all([1, 2].map(() => makeWebhook(ctx, { ratePerMinute: 1 })));
  for (const webhook of made) await send(webhook, { subject: "now" });
  for (const webhook of made) {
    await endMinute(webhook, 30);
    expect(await send(webhook, { subject: "later" })).toMatchObject({ outcome: "queued" });
  }
  await until(async () => expect(await sleepsInSeconds()).toBeGreaterThan(0));
  expect(await sleepsInSeconds()).toBeLessThanOrEqual(31);
  expect(await subjects()).toEqual(["now", "now"]);
  for (const webhook of made) await endMinute(webhook);
  await wakeRuns();
  await until(async () => expect(await subjects()).toEqual(["now", "now", "later", "later"]));
});

test("whoever raises the limit, or resumes, need not wait for the minute", async () => {
  const made = await makeWebhook(ctx, { ratePerMinute: 1, holdWhilePaused: true });
  for (const subject of ["a", "b", "c"]) await send(made, { subject });
  await updateIncomingWebhook(ctx, made.id, { ratePerMinute: 600 });
  await until(async () => expect((await subjects()).slice(4)).toEqual(["a", "b", "c"]));
  await updateIncomingWebhook(ctx, made.id, { status: "paused" });
  await send(made, { subject: "d" });
  await updateIncomingWebhook(ctx, made.id, { status: "active" });
  await until(async () => expect((await subjects()).slice(4)).toEqual(["a", "b", "c", "d"]));
});
