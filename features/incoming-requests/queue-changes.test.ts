import { eq, sql } from "drizzle-orm";
import { beforeEach, expect, test } from "vitest";
import { database } from "@/db/client";
import { createContext, createOrganization, createUser } from "@/db/factories";
import { incomingRequests } from "@/db/schema";
import { discardHeldRequests, discardRequest } from "@/features/incoming-requests/discard";
import { getIncomingRequest } from "@/features/incoming-requests/queries";
import { reprocessRequest, reprocessRequests } from "@/features/incoming-requests/reprocess";
import { drain, endMinute, makeWebhook, ticketsOf } from "@/features/incoming-requests/sent-requests";
import {
  numbered,
  requestsOf,
  sendSubject,
  sendSubjects,
  subjectsOf,
} from "@/features/incoming-requests/sent-subjects";
import { getIncomingWebhook } from "@/features/incoming-webhooks/queries";
import { rotateIncomingSecret } from "@/features/incoming-webhooks/rotation";
import { deleteIncomingWebhook, updateIncomingWebhook } from "@/features/incoming-webhooks/service";
import type { Context } from "@/lib/context";

let ctx: Context;

beforeEach(async () => {
  ctx = createContext(await createUser(await createOrganization()));
});

test("a pause stops the line, holds what comes, and a resume goes on in the order in which all came", async () => {
  const made = await makeWebhook(ctx, { ratePerMinute: 2, holdWhilePaused: true });
  await sendSubjects(made, numbered(4));
  await updateIncomingWebhook(ctx, made.id, { status: "paused" });
  await endMinute(made);
  expect(await drain(made)).toBeNull();
  expect((await sendSubject(made, "no. 5")).body).toMatchObject({ status: "held" });
  expect(await subjectsOf(ctx)).toEqual(numbered(2));
  await updateIncomingWebhook(ctx, made.id, { status: "active" });
  expect(await sendSubjects(made, ["no. 6"])).toEqual(["queued"]);
  for (let minute = 1; minute <= 2; minute++) {
    await endMinute(made);
    await drain(made);
  }
  expect(await subjectsOf(ctx)).toEqual(numbered(6));
});

test("what was held may stay for later, and the line goes on", async () => {
  const made = await makeWebhook(ctx, { ratePerMinute: 1, holdWhilePaused: true });
  await sendSubjects(made, numbered(2));
  await updateIncomingWebhook(ctx, made.id, { status: "paused" });
  await sendSubject(made, "held");
  await updateIncomingWebhook(ctx, made.id, { status: "active", processHeld: false });
  await endMinute(made);
  await drain(made);
  expect(await subjectsOf(ctx)).toEqual(numbered(2));
  expect(await getIncomingWebhook(ctx, made.id)).toMatchObject({ heldRequests: 1, queuedRequests: 0 });
  await endMinute(made);
  expect(await sendSubjects(made, ["no. 3"])).toEqual(["created"]);
});

test("a rotated secret, another mapping and a smaller limit count from now on, and lose nothing", async () => {
  const made = await makeWebhook(ctx, { ratePerMinute: 2 });
  await sendSubjects(made, numbered(4));
  await rotateIncomingSecret(ctx, made.id, { overlapSeconds: 0 });
  await updateIncomingWebhook(ctx, made.id, { ratePerMinute: 1, defaults: { priority: "high" } });
  await endMinute(made);
  await drain(made);
  expect(await subjectsOf(ctx)).toEqual(numbered(3));
  await endMinute(made);
  await drain(made);
  expect((await ticketsOf(ctx)).map(({ priority }) => priority)).toEqual([
    "normal",
    "normal",
    "high",
    "high",
  ]);
});

test("with the webhook the promise goes, and the row says so", async () => {
  const made = await makeWebhook(ctx, { ratePerMinute: 1 });
  await sendSubject(made, "first");
  const { body } = await sendSubject(made, "second");
  await deleteIncomingWebhook(ctx, made.id);
  await endMinute(made);
  expect(await drain(made)).toBeNull();
  const { verdict } = await getIncomingRequest(ctx, made.id, String(body.requestId));
  expect(verdict).toMatch(/^Queued: .* It was never processed: the webhook was deleted\.$/);
});

test("one can be taken or discarded by hand, and all be discarded, but not all be taken before their turn", async () => {
  const made = await makeWebhook(ctx, { ratePerMinute: 1 });
  await sendSubject(made, "first");
  const ids: string[] = [];
  for (const subject of numbered(4)) ids.push(String((await sendSubject(made, subject)).body.requestId));
  const all = await reprocessRequests(ctx, made.id, { limit: 100 });
  expect(all.data).toEqual([]);
  expect((await reprocessRequest(ctx, made.id, ids[1] ?? "")).data).toMatchObject([{ result: "accepted" }]);
  expect(await discardRequest(ctx, made.id, ids[0] ?? "")).toMatchObject({ reason: "discarded" });
  const { newestHeldId } = await getIncomingWebhook(ctx, made.id);
  expect(newestHeldId).toBe(ids[3]);
  expect(await discardHeldRequests(ctx, made.id, { upToId: newestHeldId ?? "" })).toMatchObject({
    discarded: 2,
  });
  await endMinute(made);
  expect(await drain(made)).toBeNull();
  expect(await subjectsOf(ctx)).toEqual(["first", "no. 2"]);
});

test("one that fails by a fault of ours is passed after a second try, and tried again later", async () => {
  const made = await makeWebhook(ctx, { ratePerMinute: 1 });
  await sendSubjects(made, numbered(3));
  const [, second] = await requestsOf(made);
  // As no sender could have sent it.
  await database()
    .update(incomingRequests)
    .set({ headers: sql`'null'::jsonb` })
    .where(eq(incomingRequests.id, second?.id ?? ""));
  for (let minute = 1; minute <= 2; minute++) {
    await endMinute(made);
    await drain(made);
  }
  expect(await subjectsOf(ctx)).toEqual(["no. 1", "no. 3"]);
  await endMinute(made);
  expect(await sendSubjects(made, ["no. 4"])).toEqual(["created"]);
  await database()
    .update(incomingRequests)
    .set({ headers: {}, processedAt: sql`now() - interval '2 minutes'` })
    .where(eq(incomingRequests.id, second?.id ?? ""));
  await endMinute(made);
  await drain(made);
  expect(await subjectsOf(ctx)).toEqual(["no. 1", "no. 3", "no. 4", "no. 2"]);
});
