import { eq, sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { database } from "@/db/client";
import { createContext, createOrganization, createUser } from "@/db/factories";
import { refusedCalls } from "@/db/schema";
import { listAuditLog } from "@/features/audit-log/queries";
import type { Context } from "@/lib/context";
import { countRefusedCall, recordRefusedCalls } from "./refused-calls";

const REFUSED = {
  kind: "scope",
  call: "GET /api/v1/tickets",
  reason: "This token lacks the scope tickets:read.",
} as const;

async function newContext(): Promise<Context> {
  return createContext(await createUser(await createOrganization()));
}

async function entries(ctx: Context) {
  const { data } = await listAuditLog(ctx, { limit: 50, action: "call.*" });
  return data.map(({ summary, outcome, changes, actor }) => ({
    summary,
    outcome,
    actor: actor.name,
    changes,
  }));
}

async function endDay(ctx: Context): Promise<void> {
  await ageByTwoDays(ctx);
  while (await recordRefusedCalls());
}

/** Two days, since the day before is still counted for ten minutes after midnight. */
async function ageByTwoDays(ctx: Context): Promise<void> {
  await database()
    .update(refusedCalls)
    .set({ day: sql`${refusedCalls.day} - 2` })
    .where(eq(refusedCalls.organizationId, ctx.organizationId));
}

test("the first refusal of a day is in the audit log at once, the others as a number when it is over", async () => {
  const ctx = await newContext();
  const { name } = ctx.actor;
  await Promise.all(Array.from({ length: 20 }, () => countRefusedCall(ctx, REFUSED)));
  const first = {
    summary: `${name} was refused the call GET /api/v1/tickets`,
    outcome: "failure",
    actor: name,
    changes: [{ field: "reason", from: null, to: REFUSED.reason }],
  };
  expect(await entries(ctx)).toEqual([first]);

  await recordRefusedCalls();
  expect(await entries(ctx)).toEqual([first]);
  await endDay(ctx);
  const counted = {
    summary: expect.stringMatching(/ was refused 20 calls on \d{4}-\d\d-\d\d$/),
    outcome: "failure",
    actor: name,
    changes: [
      { field: "calls", from: null, to: 20 },
      { field: "reason", from: null, to: "The token lacks the scope." },
    ],
  };
  expect(await entries(ctx)).toEqual([counted, first]);

  await countRefusedCall(ctx, REFUSED);
  await endDay(ctx);
  expect(await entries(ctx)).toEqual([first, counted, first]);
});

test("two workers at the end of a day write its number once", async () => {
  const ctx = await newContext();
  for (let call = 0; call < 2; call++) await countRefusedCall(ctx, REFUSED);
  await ageByTwoDays(ctx);
  await Promise.all([recordRefusedCalls(), recordRefusedCalls()]);
  expect(await entries(ctx)).toHaveLength(2);
});

test("each caller and kind counts by itself, also a token", async () => {
  const ctx = await newContext();
  if (ctx.actor.type !== "user") throw new Error("not a person");
  const { userId } = ctx.actor;
  const token: Context = {
    ...ctx,
    actor: { type: "token", tokenId: crypto.randomUUID(), userId, name: "CI" },
  };
  for (const kind of ["scope", "network", "scope", "network"] as const)
    await countRefusedCall(token, { ...REFUSED, kind });
  await countRefusedCall(ctx, { ...REFUSED, kind: "role" });
  expect(await entries(ctx)).toHaveLength(3);
  await endDay(ctx);
  expect((await entries(ctx)).map(({ actor }) => actor).toSorted()).toEqual(
    ["CI", "CI", "CI", "CI", ctx.actor.name].toSorted(),
  );
});
