import { eq, sql } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import { expect, test } from "vitest";
import { database } from "@/db/client";
import { createContext, createOrganization, createUser } from "@/db/factories";
import { incomingRequestKeys, incomingRequests, incomingWebhookStats } from "@/db/schema";
import { createIncomingWebhookSchema } from "@/features/incoming-webhooks/schema";
import { createIncomingWebhook, deleteIncomingWebhook } from "@/features/incoming-webhooks/service";
import { env } from "@/lib/env";
import { DAY_MS } from "@/lib/time";
import { pruneIncomingCounts, pruneIncomingRequests } from "./retention";

async function setUp() {
  const ctx = createContext(await createUser(await createOrganization()));
  const input = createIncomingWebhookSchema.parse({ name: "Shop", action: "create_ticket" });
  return { ctx, webhook: await createIncomingWebhook(ctx, input) };
}

type World = Awaited<ReturnType<typeof setUp>>;

async function keep(
  { ctx, webhook }: World,
  days: number,
  result: "accepted" | "rejected" | "held",
  replayOf: string | null = null,
) {
  const id = uuidv7({ msecs: Date.now() - days * DAY_MS });
  await database()
    .insert(incomingRequests)
    .values({
      id,
      organizationId: ctx.organizationId,
      webhookId: webhook.id,
      result,
      replayOf,
      statusCode: 202,
      answer: "{}",
      headers: {},
      body: Buffer.from("{}"),
      bodyBytes: 2,
      durationMs: 1,
    });
  return id;
}

async function left({ webhook }: World) {
  const rows = await database()
    .select({ id: incomingRequests.id })
    .from(incomingRequests)
    .where(eq(incomingRequests.webhookId, webhook.id));
  return rows.map(({ id }) => id).toSorted();
}

async function pruneAll() {
  while (await pruneIncomingRequests());
  while (await pruneIncomingCounts());
}

test("requests go after their time, but what is held stays while its webhook is there", async () => {
  const world = await setUp();
  const [old, young] = [env.LOG_RETENTION_DAYS + 1, env.LOG_RETENTION_DAYS - 1];
  await keep(world, old, "accepted");
  await keep(world, old, "rejected");
  const held = await keep(world, old, "held");
  const kept = [await keep(world, young, "accepted"), await keep(world, young, "rejected")];
  await pruneAll();
  expect(await left(world)).toEqual([held, ...kept].toSorted());
  await deleteIncomingWebhook(world.ctx, world.webhook.id);
  await pruneAll();
  expect(await left(world)).toEqual(kept.toSorted());
});

test("a replay holds the same bytes, so it goes with the request that was run again", async () => {
  const world = await setUp();
  const [old, young] = [env.LOG_RETENTION_DAYS + 1, env.LOG_RETENTION_DAYS - 1];
  await keep(world, 1, "accepted", await keep(world, old, "accepted"));
  const original = await keep(world, young, "accepted");
  const replay = await keep(world, 1, "accepted", original);
  await pruneAll();
  expect(await left(world)).toEqual([original, replay].toSorted());
});

test("more than a batch takes another one", async () => {
  const { webhook } = await setUp();
  await database().execute(sql`
    insert into incoming_request_keys (webhook_id, key, request_id, created_at)
    select ${webhook.id}::uuid, 'old-' || n, gen_random_uuid(), now() - interval '90 days 1 minute'
    from generate_series(1, 1001) n`);
  expect(await pruneIncomingCounts()).toBe(true);
  await pruneAll();
  const own = eq(incomingRequestKeys.webhookId, webhook.id);
  expect(await database().select().from(incomingRequestKeys).where(own)).toEqual([]);
});

test("keys stay as long as requests, and counts for 30 days", async () => {
  const { webhook } = await setUp();
  const key = { webhookId: webhook.id, requestId: uuidv7() };
  await database()
    .insert(incomingRequestKeys)
    .values([
      { ...key, key: "old", createdAt: sql`now() - interval '90 days 1 minute'` },
      { ...key, key: "young", createdAt: sql`now() - interval '89 days'` },
    ]);
  await database()
    .insert(incomingWebhookStats)
    .values([
      { webhookId: webhook.id, hour: sql`now() - interval '31 days'`, accepted: 1 },
      { webhookId: webhook.id, hour: sql`now() - interval '29 days'`, accepted: 2 },
    ]);
  await pruneAll();
  const keys = await database()
    .select({ key: incomingRequestKeys.key })
    .from(incomingRequestKeys)
    .where(eq(incomingRequestKeys.webhookId, webhook.id));
  expect(keys).toEqual([{ key: "young" }]);
  const counts = await database()
    .select({ accepted: incomingWebhookStats.accepted })
    .from(incomingWebhookStats)
    .where(eq(incomingWebhookStats.webhookId, webhook.id));
  expect(counts).toEqual([{ accepted: 2 }]);
});
