import { randomUUID } from "node:crypto";
import { eq, sql } from "drizzle-orm";
import fc from "fast-check";
import { afterEach, expect, test, vi } from "vitest";
import { database } from "@/db/client";
import { rateLimits } from "@/db/schema";
import { type Quota, refundQuota, type spendQuota as SpendQuota, spendQuota } from "./quota";
import { type RateLimit, rateLimitKey } from "./rate-limit";

type Spend = typeof SpendQuota;

const WINDOW_SECONDS = 600;

afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

test("exactly as many calls as the limit get through, then the answer says when to come back", async () => {
  const [spend] = await processes(1);
  const { limit, subject } = subjectWith(7);
  const remaining: number[] = [];
  for (let call = 1; call <= 7; call++) {
    const quota = await spend(limit, subject);
    expect(quota).toMatchObject({ limit, isExceeded: false });
    remaining.push(quota.remaining);
  }
  expect(remaining).toEqual([6, 5, 4, 3, 2, 1, 0]);
  const refused = await spend(limit, subject);
  expect(refused).toMatchObject({ isExceeded: true, remaining: 0 });
  expect(refused.resetSeconds).toBeGreaterThan(0);
  expect(refused.resetSeconds).toBeLessThanOrEqual(WINDOW_SECONDS);
});

test("subjects and limits don't share what is left", async () => {
  const [spend] = await processes(1);
  const { limit, subject } = subjectWith(1);
  expect((await spend(limit, subject)).isExceeded).toBe(false);
  expect((await spend(limit, randomUUID())).isExceeded).toBe(false);
  expect((await spend({ ...limit, name: "test:other" }, subject)).isExceeded).toBe(false);
  expect((await spend(limit, subject)).isExceeded).toBe(true);
});

test("however the calls of several processes mix, together they get exactly the limit", async () => {
  const all = await processes(4);
  const burst = fc.record({ process: fc.nat({ max: 3 }), calls: fc.integer({ min: 1, max: 40 }) });
  const schedule = fc.array(fc.array(burst, { minLength: 1, maxLength: 4 }), { maxLength: 6 });
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 300 }), schedule, async (max, rounds) => {
      const { limit, subject } = subjectWith(max);
      let through = 0;
      let asked = 0;
      const call = async (spend: Spend) => {
        asked++;
        if (!(await spend(limit, subject)).isExceeded) through++;
      };
      for (const bursts of rounds) {
        await Promise.all(
          bursts.flatMap(({ process, calls }) =>
            Array.from({ length: calls }, () => call(all[process] ?? all[0])),
          ),
        );
        expect(through).toBeLessThanOrEqual(Math.min(max, asked));
      }
      // Once each of them has been refused, nothing is left over either.
      await Promise.all(all.map((spend) => Promise.all(Array.from({ length: max + 1 }, () => call(spend)))));
      expect(through).toBe(max);
    }),
    { numRuns: 25 },
  );
});

test("in the next window everybody starts again, and nothing is carried over", async () => {
  const all = await processes(2);
  const [one, other = one] = all;
  const { limit, subject } = subjectWith(120);
  // Two are drawn at a time: one call of each process leaves them a rest.
  for (const spend of all) await spend(limit, subject);
  expect(await drawn(limit, subject)).toBe(4);

  await endWindow(limit, subject);

  let through = 0;
  for (let call = 1; call <= 200; call++) {
    if (!(await (call % 2 ? one : other)(limit, subject)).isExceeded) through++;
  }
  expect(through).toBe(120);
});

test("a lower limit counts at once, and a process that still has the higher one gets nothing back", async () => {
  const [old, renewed = old] = await processes(2);
  const { limit, subject } = subjectWith(10);
  for (let call = 1; call <= 6; call++) await old(limit, subject);

  expect((await renewed({ ...limit, max: 5 }, subject)).isExceeded).toBe(true);
  expect(await drawn(limit, subject)).toBe(6);
  let through = 0;
  for (let call = 1; call <= 10; call++) if (!(await old(limit, subject)).isExceeded) through++;
  expect(through).toBe(4);
});

test("a higher limit adds to the running window", async () => {
  const [old, renewed = old] = await processes(2);
  const { limit, subject } = subjectWith(3);
  for (let call = 1; call <= 4; call++) await old(limit, subject);
  let through = 0;
  for (let call = 1; call <= 10; call++)
    if (!(await renewed({ ...limit, max: 5 }, subject)).isExceeded) through++;
  expect(through).toBe(2);
});

test("a used-up window is refused without asking the database again", async () => {
  const [spend] = await processes(1);
  const { limit, subject } = subjectWith(2);
  for (let call = 1; call <= 3; call++) await spend(limit, subject);
  await database()
    .delete(rateLimits)
    .where(eq(rateLimits.key, rateLimitKey(limit, subject)));
  expect((await spend(limit, subject)).isExceeded).toBe(true);
});

test("whoever is refused is told to wait until the window is over in the database, too", async () => {
  const { limit, subject } = subjectWith(1);
  await spendSlowly(limit, subject);
  const refused = await spendQuota(limit, subject);
  const [row] = await database()
    .select({ secondsLeft: sql<number>`extract(epoch from ${rateLimits.windowEndsAt} - now())::float8` })
    .from(rateLimits)
    .where(eq(rateLimits.key, rateLimitKey(limit, subject)));
  expect(refused.isExceeded).toBe(true);
  expect(refused.resetSeconds).toBeGreaterThanOrEqual(row?.secondsLeft ?? Number.NaN);
  expect(refused.resetSeconds).toBeLessThanOrEqual(WINDOW_SECONDS);
});

/** As if the database had taken five seconds to answer. */
async function spendSlowly(limit: RateLimit, subject: string): Promise<Quota> {
  const now = performance.now.bind(performance);
  const clock = vi.spyOn(performance, "now").mockImplementation(() => now() - 5_000);
  const asked = spendQuota(limit, subject);
  clock.mockRestore();
  return asked;
}

/** Modules and what a process has one of, as separate processes have them; the database is one. */
async function processes(count: number): Promise<[Spend, ...Spend[]]> {
  const all: Spend[] = [];
  for (let index = 0; index < count; index++) {
    vi.resetModules();
    vi.stubGlobal("replify", undefined);
    all.push((await import("./quota")).spendQuota);
  }
  const [first, ...rest] = all;
  if (!first) throw new Error("no process");
  return [first, ...rest];
}

function subjectWith(max: number): { limit: RateLimit; subject: string } {
  return { limit: { name: "test:quota", max, windowSeconds: WINDOW_SECONDS }, subject: randomUUID() };
}

async function drawn(limit: RateLimit, subject: string): Promise<number | undefined> {
  const [row] = await database()
    .select()
    .from(rateLimits)
    .where(eq(rateLimits.key, rateLimitKey(limit, subject)));
  return row?.count;
}

/** For the database and for the processes' own clock. */
async function endWindow(limit: RateLimit, subject: string): Promise<void> {
  await database()
    .update(rateLimits)
    .set({ windowEndsAt: new Date() })
    .where(eq(rateLimits.key, rateLimitKey(limit, subject)));
  const now = performance.now.bind(performance);
  vi.spyOn(performance, "now").mockImplementation(() => now() + WINDOW_SECONDS * 1000);
}

test("a limit that was raised or lowered counts at once", async () => {
  const { limit, subject } = subjectWith(2);
  for (let call = 1; call <= 3; call++) await spendQuota(limit, subject);
  const raised = { ...limit, max: 4 };
  const through = [];
  for (let call = 1; call <= 3; call++) through.push(!(await spendQuota(raised, subject)).isExceeded);
  expect(through).toEqual([true, true, false]);
  expect((await spendQuota(limit, subject)).isExceeded).toBe(true);
});

test("a call that came to nothing is given back, also while the next share is drawn, but not to a later window", async () => {
  const { limit, subject } = subjectWith(3);
  const quotas = [];
  for (let call = 1; call <= 3; call++) quotas.push(await spendQuota(limit, subject));
  const [first, second] = quotas;
  if (!first || !second) throw new Error("no quota");
  await refundQuota(first, subject);
  expect((await spendQuota(limit, subject)).isExceeded).toBe(false);
  expect((await spendQuota(limit, subject)).isExceeded).toBe(true);

  await endWindow(limit, subject);
  for (let call = 1; call <= 3; call++) await spendQuota(limit, subject);
  await refundQuota(second, subject);
  expect((await spendQuota(limit, subject)).isExceeded).toBe(true);
});

test("whatever is given back meanwhile, the calls that count are exactly the limit", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.array(fc.boolean(), { minLength: 1, maxLength: 8 }), { minLength: 1, maxLength: 6 }),
      async (rounds) => {
        const { limit, subject } = subjectWith(20);
        let counted = 0;
        const call = async (isKept: boolean) => {
          const quota = await spendQuota(limit, subject);
          if (quota.isExceeded) return;
          if (isKept) counted++;
          else await refundQuota(quota, subject);
        };
        for (const calls of rounds) await Promise.all(calls.map(call));
        for (let left = 20; left > 0; left--) await call(true);
        expect(counted).toBe(20);
      },
    ),
    { numRuns: 40 },
  );
});

test("a call is given back although others use up and drop the share that is drawn meanwhile", async () => {
  const { limit, subject } = subjectWith(10);
  const first = await spendQuota(limit, subject);
  await Promise.all([spendQuota(limit, subject), spendQuota(limit, subject), refundQuota(first, subject)]);
  let more = 0;
  while (!(await spendQuota(limit, subject)).isExceeded) more++;
  expect(more).toBe(8);
});

test("a call is given back, too, where the share that it was taken from was long in coming", async () => {
  const { limit, subject } = subjectWith(2);
  const first = await spendSlowly(limit, subject);
  await spendQuota(limit, subject);
  await refundQuota(first, subject);
  expect((await spendQuota(limit, subject)).isExceeded).toBe(false);
  expect((await spendQuota(limit, subject)).isExceeded).toBe(true);
});
