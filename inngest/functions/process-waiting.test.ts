import { afterAll, beforeAll, expect, test } from "vitest";
import { createContext, createOrganization, createUser } from "@/db/factories";
import { useOwnDatabase } from "@/db/own-database";
import { endMinute, makeWebhook, send, ticketsOf } from "@/features/incoming-requests/sent-requests";
import { updateIncomingWebhook } from "@/features/incoming-webhooks/service";
import type { Context } from "@/lib/context";
import { processWaitingRequests } from "./process-waiting";
import { until, withEngine } from "./test-set-up";

let ctx: Context;
let dropDatabase: () => Promise<void>;

beforeAll(async () => {
  dropDatabase = await useOwnDatabase();
  ctx = createContext(await createUser(await createOrganization()));
});
withEngine({ concurrency: 8, runs: [processWaitingRequests] });
afterAll(() => dropDatabase());

const subjects = async () => (await ticketsOf(ctx)).map(({ subject }) => subject);

test("what is over the limit is processed by itself once the minute is over, of several webhooks", async () => {
  const made = await Promise.all([1, 2].map(() => makeWebhook(ctx, { ratePerMinute: 1 })));
  for (const webhook of made) await send(webhook, { subject: "now" });
  for (const webhook of made) {
    await endMinute(webhook, 4);
    expect(await send(webhook, { subject: "later" })).toMatchObject({ outcome: "queued" });
  }
  expect(await subjects()).toEqual(["now", "now"]);
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
