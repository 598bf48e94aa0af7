import { randomUUID } from "node:crypto";
import { eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { database } from "@/db/client";
import { rateLimits } from "@/db/schema";
import { rateLimitKey, takeFromRateLimit } from "./rate-limit";

const LIMIT = { name: "test:bytes", max: 100, windowSeconds: 600 };

test("of many at once as many get their amount as fit, and what doesn't fit takes nothing", async () => {
  const subject = randomUUID();
  const taken = await Promise.all(Array.from({ length: 8 }, () => takeFromRateLimit(LIMIT, subject, 30)));
  expect(taken.filter(Boolean)).toHaveLength(3);
  expect(await takeFromRateLimit(LIMIT, subject, 11)).toBe(false);
  expect(await takeFromRateLimit(LIMIT, subject, 10)).toBe(true);
  expect(await takeFromRateLimit(LIMIT, randomUUID(), 101)).toBe(false);
});

test("the next window starts with nothing taken", async () => {
  const subject = randomUUID();
  expect(await takeFromRateLimit(LIMIT, subject, 90)).toBe(true);
  await database()
    .update(rateLimits)
    .set({ windowEndsAt: new Date(0) })
    .where(eq(rateLimits.key, rateLimitKey(LIMIT, subject)));
  expect(await takeFromRateLimit(LIMIT, subject, 90)).toBe(true);
  expect(await takeFromRateLimit(LIMIT, subject, 11)).toBe(false);
});
