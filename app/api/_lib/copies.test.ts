import { afterAll, expect, test, vi } from "vitest";
import { closeDatabase } from "@/db/client";
import { processWide } from "@/lib/process-wide";

/** What the web process must have one of, though server.ts and the parts of Next's bundle each load the modules anew. */
async function loadModules() {
  vi.resetModules();
  return {
    client: await import("@/db/client"),
    quota: await import("@/features/limits/quota"),
    inngest: await import("@/inngest/client"),
    log: await import("@/lib/log"),
  };
}

afterAll(closeDatabase);

test("a value is made once under its name", () => {
  const create = vi.fn(() => ({}));
  const [first, second] = [processWide("test: one", create), processWide("test: one", create)];
  expect(first).toBe(second);
  expect(processWide("test: other", create)).not.toBe(first);
  expect(create).toHaveBeenCalledTimes(2);
});

test("a module that is loaded twice shares its connections, transactions, limits and log", async () => {
  const [first, second] = [await loadModules(), await loadModules()];
  expect(first.client).not.toBe(second.client);

  expect(first.client.database()).toBe(second.client.database());
  await first.client.transaction(async () => {
    const inside = first.client.database();
    await second.client.transaction(async () => expect(second.client.database()).toBe(inside));
  });

  const limit = { name: "test:copies", max: 3, windowSeconds: 60 };
  const subject = crypto.randomUUID();
  const left = [];
  for (const { quota } of [first, second, first, second])
    left.push((await quota.spendQuota(limit, subject)).remaining);
  expect(left).toEqual([2, 1, 0, 0]);

  expect(first.inngest.inngest).toBe(second.inngest.inngest);

  const lines: string[] = [];
  second.log.log.level = "error";
  first.log.writeLinesWith((line) => lines.push(line));
  second.log.log.error("heard by the other");
  expect(lines).toEqual([expect.stringContaining("heard by the other")]);
});
