import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import * as z from "zod";

/** Below these are known holes; the newest of each: CVE-2026-44573 to -44578, CVE-2026-23870, CVE-2026-39356, GHSA-xmf8-cvqr-rfgj. */
const FLOORS = {
  next: "16.2.6",
  react: "19.2.6",
  "react-dom": "19.2.6",
  "drizzle-orm": "0.45.2",
  "next-auth": "4.24.15",
};

const lockfileSchema = z.object({
  packages: z.record(z.string(), z.object({ version: z.string().optional() })),
});

test.each(Object.entries(FLOORS))("every copy of %s is at least %s", async (name, floor) => {
  const text = await readFile(join(import.meta.dirname, "..", "package-lock.json"), "utf8");
  const { packages } = lockfileSchema.parse(JSON.parse(text));
  const versions = Object.entries(packages)
    .filter(([path]) => path === `node_modules/${name}` || path.endsWith(`/node_modules/${name}`))
    .map(([, { version = "none" }]) => version);
  expect(versions.length).toBeGreaterThan(0);
  for (const version of versions) expect(isAtLeast(version, floor), `${name} ${version}`).toBe(true);
});

test.each([
  ["16.2.5", false],
  ["16.2.6", true],
  ["16.10.0", true],
  ["15.9.9", false],
  ["16.2.6-canary.1", false],
  ["17.0.0", true],
])("%s against 16.2.6: %s", (version, expected) => {
  expect(isAtLeast(version, "16.2.6")).toBe(expected);
});

/** A release before the floor's own, such as a canary, is below it. */
function isAtLeast(version: string, floor: string): boolean {
  const [release = "", early] = version.split("-");
  const [own, least] = [release, floor].map((text) => text.split(".").map(Number));
  for (const [index, part] of (least ?? []).entries()) {
    const difference = (own?.[index] ?? 0) - part;
    if (difference !== 0) return difference > 0;
  }
  return early === undefined;
}
