import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { ensureBuild } from "./build";
import { hashSources, isBuilt } from "./build-stamp";

let root: string;
const environment = { NODE_ENV: "production" } as const;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "replify-build-"));
  await put("app/page.tsx", "one");
  await put("package-lock.json", "{}");
});

afterEach(() => rm(root, { recursive: true }));

test.each([
  ["a source", "app/page.tsx", "two"],
  ["a new source", "app/other.tsx", "one"],
  ["a new folder at the top", "surprise/file.ts", "x"],
  ["the lockfile", "package-lock.json", "{ }"],
  ["a stylesheet", "app/globals.css", "body {}"],
])("changes with %s", async (_, path, content) => {
  const before = hashSources(root, environment);
  await put(path, content);
  const { pages, programs } = hashSources(root, environment);
  expect(pages).not.toBe(before.pages);
  expect(programs).not.toBe(before.programs);
});

test("a script is part of the programs, not of the pages", async () => {
  const before = hashSources(root, environment);
  await put("scripts/start.ts", "one");
  const { pages, programs } = hashSources(root, environment);
  expect(pages).toBe(before.pages);
  expect(programs).not.toBe(before.programs);
});

test.each([
  "app/page.test.tsx",
  "README.md",
  "e2e/a.spec.ts",
  "scripts/build.test.ts",
  ".next/BUILD_ID",
  "dist/start.mjs",
  ".env",
  "node_modules/x/index.js",
  "data/secrets.json",
])("stays with %s", async (path) => {
  const withData = { ...environment, DATA_DIR: join(root, "data") };
  const before = hashSources(root, withData);
  await put(path, "anything");
  expect(hashSources(root, withData)).toEqual(before);
});

test("tells a renamed file and moved text from the original", async () => {
  const before = hashSources(root, environment);
  await rm(join(root, "app/page.tsx"));
  await put("app/page2.tsx", "one");
  expect(hashSources(root, environment).pages).not.toBe(before.pages);
});

test("changes with variables that are built into the browser's code, and with no others", () => {
  const before = hashSources(root, environment);
  expect(hashSources(root, { ...environment, DATABASE_URL: "x" })).toEqual(before);
  expect(hashSources(root, { ...environment, NEXT_PUBLIC_NAME: "x" }).pages).not.toBe(before.pages);
});

test("a current build is kept; a stale, unstamped or incomplete one is not", async () => {
  await putBuild();
  expect(await ensureBuild(environment, root)).toBe(false);

  // There is no Next in this directory, so an attempt to build shows as a failure.
  await put("app/page.tsx", "two");
  await expect(ensureBuild(environment, root)).rejects.toThrow(/could not be built/);
  await put("app/page.tsx", "one");
  await expect(ensureBuild(environment, root)).rejects.toThrow(/could not be built/);
  await putBuild();
  await rm(join(root, ".next/BUILD_ID"));
  await expect(ensureBuild(environment, root)).rejects.toThrow(/could not be built/);
});

test.each(["dist/source-hash", "dist/start.mjs"])("programs without %s are not whole", async (path) => {
  await putBuild();
  expect(isBuilt(environment, root)).toBe(true);
  await rm(join(root, path));
  expect(isBuilt(environment, root)).toBe(false);
});

async function putBuild(): Promise<void> {
  const { pages, programs } = hashSources(root, environment);
  await put(".next/source-hash", pages);
  await put(".next/BUILD_ID", "id");
  await put("dist/source-hash", programs);
  await put("dist/start.mjs", "");
}

async function put(path: string, content: string): Promise<void> {
  await mkdir(dirname(join(root, path)), { recursive: true });
  await writeFile(join(root, path), content);
}
