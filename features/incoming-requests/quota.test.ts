import { asc, eq, sql } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { database } from "@/db/client";
import { createContext, createOrganization, createUser } from "@/db/factories";
import { emptyOwnDatabase, useOwnDatabase } from "@/db/own-database";
import { incomingRefusedBytes, incomingRequests } from "@/db/schema";
import { getIncomingRequest } from "@/features/incoming-requests/queries";
import { receiveRequest } from "@/features/incoming-requests/receive";
import { makeRoom } from "@/features/incoming-requests/refused-storage";
import { reprocessRequest } from "@/features/incoming-requests/reprocess";
import { pruneIncomingRequests } from "@/features/incoming-requests/retention";
import { signedCall } from "@/features/incoming-requests/signed-call";
import { getIncomingWebhook } from "@/features/incoming-webhooks/queries";
import { rotateIncomingSecret } from "@/features/incoming-webhooks/rotation";
import {
  type CreatedIncomingWebhook,
  createIncomingWebhookSchema,
} from "@/features/incoming-webhooks/schema";
import { createIncomingWebhook, updateIncomingWebhook } from "@/features/incoming-webhooks/service";
import type { Context } from "@/lib/context";

vi.hoisted(() => {
  vi.stubEnv("INCOMING_KEPT_MB_PER_WEBHOOK", "1");
  vi.stubEnv("INCOMING_KEPT_MB", "2");
});

const MB = 1_000_000;
const BIG = "x".repeat(300_000);

let ctx: Context;
let dropDatabase: () => Promise<void>;

beforeAll(async () => {
  dropDatabase = await useOwnDatabase();
});

afterAll(() => dropDatabase());

beforeEach(async () => {
  await emptyOwnDatabase();
  await database().delete(incomingRefusedBytes);
  ctx = createContext(await createUser(await createOrganization()));
});

function webhook(): Promise<CreatedIncomingWebhook> {
  const input = { name: "Shop", action: "create_ticket" };
  return createIncomingWebhook(ctx, createIncomingWebhookSchema.parse(input));
}

async function forge(made: CreatedIncomingWebhook, text = BIG, query = "") {
  const call = { ...signedCall(made, text, { secret: "a forger's" }), url: made.url + query };
  await expect(receiveRequest(call)).rejects.toThrow("signature");
}

async function rowsOf({ id }: { id: string }) {
  return database()
    .select()
    .from(incomingRequests)
    .where(eq(incomingRequests.webhookId, id))
    .orderBy(asc(incomingRequests.id));
}

async function bytesOf(scope: string): Promise<number> {
  const [row] = await database()
    .select()
    .from(incomingRefusedBytes)
    .where(eq(incomingRefusedBytes.scope, scope));
  return row?.bytes ?? 0;
}

/** The counters say what an addition of the rows would. */
async function expectTrueSums(...made: { id: string }[]) {
  const [all] = await database().execute(
    sql`select coalesce(sum(refused_bytes), 0)::int as bytes from incoming_requests`,
  );
  expect(await bytesOf("all")).toBe(all?.bytes);
  for (const one of made) {
    const rows = await rowsOf(one);
    expect(await bytesOf(one.id)).toBe(rows.reduce((sum, row) => sum + row.refusedBytes, 0));
  }
}

test("of a webhook the oldest forgeries lose headers and body, and say so; nothing that was signed does", async () => {
  const made = await webhook();
  await updateIncomingWebhook(ctx, made.id, { status: "paused", holdWhilePaused: true });
  await receiveRequest(signedCall(made, `{"subject":"Held ${BIG}"}`));
  await updateIncomingWebhook(ctx, made.id, { status: "active", processHeld: false });
  await expect(receiveRequest(signedCall(made, `{"nothing":"${BIG}"}`))).rejects.toThrow("can't be used");
  for (let copy = 0; copy < 5; copy++) await forge(made);
  const rows = await rowsOf(made);
  expect(rows.map(({ isBodyKept }) => isBodyKept)).toEqual([true, true, false, false, true, true, true]);
  expect(rows[2]).toMatchObject({ reason: "bad_signature", headers: {}, droppedAt: expect.any(Date) });
  expect(await bytesOf(made.id)).toBeLessThanOrEqual(MB);
  await expectTrueSums(made);
  expect((await getIncomingRequest(ctx, made.id, rows[2]?.id ?? "")).verdict).toMatch(
    /dropped later to make room/,
  );
  expect(await getIncomingWebhook(ctx, made.id)).toMatchObject({
    refusedBytes: await bytesOf(made.id),
    refusedBytesMax: MB,
  });
});

test("what stands behind the address takes room like the rest, and goes with it", async () => {
  const made = await webhook();
  await forge(made, "{}", `?${"x".repeat(1_500)}`);
  const [row] = await rowsOf(made);
  expect(row?.refusedBytes).toBeGreaterThan(1_500);
  for (let copy = 0; copy < 4; copy++) await forge(made);
  expect((await rowsOf(made))[0]).toMatchObject({ query: "", droppedAt: expect.any(Date) });
  await expectTrueSums(made);
});

test("of all webhooks together, too, the oldest first", async () => {
  const made = [await webhook(), await webhook(), await webhook()];
  for (const one of made) for (let copy = 0; copy < 3; copy++) await forge(one);
  expect(await bytesOf("all")).toBeLessThanOrEqual(2 * MB);
  const kept = await Promise.all(made.map(async (one) => (await rowsOf(one)).map((row) => row.isBodyKept)));
  expect(kept).toEqual([
    [false, false, false],
    [true, true, true],
    [true, true, true],
  ]);
  await expectTrueSums(...made);
});

test("what one webhook has too much of goes before anything of the others", async () => {
  const [old, greedy, late] = [await webhook(), await webhook(), await webhook()];
  await forge(old);
  for (let copy = 0; copy < 3; copy++) await forge(greedy);
  for (let copy = 0; copy < 2; copy++) await forge(late);
  // One more that has not made room yet, as at the same moment as the next one.
  await database().execute(sql`
    insert into incoming_requests
    select (jsonb_populate_record(r, jsonb_build_object('id', uuidv7()))).*
    from incoming_requests r where webhook_id = ${greedy.id} limit 1`);
  await makeRoom(late.id);
  expect((await rowsOf(old)).map((row) => row.isBodyKept)).toEqual([true]);
  expect((await rowsOf(greedy)).map((row) => row.isBodyKept)).toEqual([false, true, true, true]);
  await expectTrueSums(old, greedy, late);
});

test("floods at once neither exceed it nor drop more than makes room", async () => {
  const made = [await webhook(), await webhook(), await webhook()];
  await Promise.all(made.flatMap((one) => Array.from({ length: 10 }, () => forge(one))));
  expect(await bytesOf("all")).toBeLessThanOrEqual(2 * MB);
  expect(await bytesOf("all")).toBeGreaterThan(2 * MB - BIG.length - 1000);
  for (const one of made) expect(await bytesOf(one.id)).toBeLessThanOrEqual(MB);
  await expectTrueSums(...made);
});

test("what turns out to be signed, or is deleted, counts no longer", async () => {
  const made = await webhook();
  await forge(made, '{"subject":"Printer on fire"}');
  await forge(made, '{"nothing":1}');
  await rotateIncomingSecret(ctx, made.id, { overlapSeconds: 0, secret: "a forger's" });
  for (const { id } of await rowsOf(made)) await reprocessRequest(ctx, made.id, id);
  expect((await rowsOf(made)).map(({ result, reason }) => reason ?? result)).toEqual([
    "accepted",
    "unusable_payload",
  ]);
  expect(await bytesOf(made.id)).toBe(0);
  await expect(receiveRequest(signedCall(made, BIG))).rejects.toThrow("signature");
  await database().execute(
    sql`update incoming_requests set id = overlay(id::text placing '01000000' from 1 for 8)::uuid`,
  );
  while (await pruneIncomingRequests());
  expect(await rowsOf(made)).toEqual([]);
  expect(await bytesOf("all")).toBe(0);
});
