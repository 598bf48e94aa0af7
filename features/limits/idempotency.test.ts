import { and, eq, sql } from "drizzle-orm";
import { beforeEach, expect, test } from "vitest";
import { database } from "@/db/client";
import { createContext, createCustomerContext, createOrganization, createUser } from "@/db/factories";
import { idempotencyKeys } from "@/db/schema";
import type { Context } from "@/lib/context";
import { withIdempotencyKey } from "./idempotency";

const REQUEST = { key: "once", method: "POST", path: "/api/v1/tokens", body: "{}" };

let ctx: Context;
let runs: number;

beforeEach(async () => {
  ctx = createContext(await createUser(await createOrganization()));
  runs = 0;
});

async function work() {
  runs++;
  return { status: 201, body: `made ${runs}` };
}

test("the same request is answered again, another one with its key is refused", async () => {
  expect(await withIdempotencyKey(ctx, REQUEST, work)).toMatchObject({ body: "made 1", replayed: false });
  expect(await withIdempotencyKey(ctx, REQUEST, work)).toMatchObject({ body: "made 1", replayed: true });
  for (const other of [{ path: "/api/v1/tickets" }, { method: "PUT" }, { body: "{ }" }]) {
    const again = withIdempotencyKey(ctx, { ...REQUEST, ...other }, work);
    await expect(again).rejects.toMatchObject({ code: "idempotency_key_reused" });
  }
  expect(runs).toBe(1);
});

test("a key is its caller's own", async () => {
  const colleague = createContext(await createUser({ id: ctx.organizationId, name: "Acme" }));
  const stranger = createContext(await createUser(await createOrganization()));
  for (const caller of [ctx, colleague, stranger]) await withIdempotencyKey(caller, REQUEST, work);
  expect(runs).toBe(3);
});

test("two sites of one customer know nothing of each other's keys", async () => {
  const site = await createCustomerContext(await createOrganization());
  const other: Context = { ...site, actor: { ...site.actor, sessionId: crypto.randomUUID() } };
  for (const caller of [site, other, site]) await withIdempotencyKey(caller, REQUEST, work);
  expect(runs).toBe(2);
});

test("of several at once one runs, and the others are told to come back", async () => {
  const sent = Promise.withResolvers<void>();
  const first = withIdempotencyKey(ctx, REQUEST, async () => {
    sent.resolve();
    await refused;
    return work();
  });
  const refused = sent.promise.then(() =>
    expect(withIdempotencyKey(ctx, REQUEST, work)).rejects.toMatchObject({
      code: "in_progress",
      headers: { "retry-after": "1" },
    }),
  );
  expect(await first).toMatchObject({ replayed: false });
  expect(await withIdempotencyKey(ctx, REQUEST, work)).toMatchObject({ replayed: true });
  expect(runs).toBe(1);
});

test("what failed, or is a day old, is done anew", async () => {
  const failing = withIdempotencyKey(ctx, REQUEST, () => Promise.reject(new Error("No.")));
  await expect(failing).rejects.toThrow("No.");
  expect(await withIdempotencyKey(ctx, REQUEST, work)).toMatchObject({ body: "made 1" });
  await database()
    .update(idempotencyKeys)
    .set({ createdAt: sql`now() - interval '24 hours 1 second'` })
    .where(and(eq(idempotencyKeys.organizationId, ctx.organizationId), eq(idempotencyKeys.key, REQUEST.key)));
  const other = { ...REQUEST, body: "[]" };
  expect(await withIdempotencyKey(ctx, other, work)).toMatchObject({ body: "made 2", replayed: false });
});
