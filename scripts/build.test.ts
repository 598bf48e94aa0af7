import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { ensureBuild, hashSources } from "./build";

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
  const before = await hashSources(root, environment);
  await put(path, content);
  expect(await hashSources(root, environment)).not.toBe(before);
});

test.each([
  "app/page.test.tsx",
  "README.md",
  "e2e/a.spec.ts",
  ".next/BUILD_ID",
  ".env",
  "node_modules/x/index.js",
  "data/secrets.json",
])("stays with %s", async (path) => {
  const withData = { ...environment, DATA_DIR: join(root, "data") };
  const before = await hashSources(root, withData);
  await put(path, "anything");
  expect(await hashSources(root, withData)).toBe(before);
});

test("tells a renamed file and moved text from the original", async () => {
  const before = await hashSources(root, environment);
  await rm(join(root, "app/page.tsx"));
  await put("app/page2.tsx", "one");
  expect(await hashSources(root, environment)).not.toBe(before);
});

test("changes with variables that are built into the browser's code, and with no others", async () => {
  const before = await hashSources(root, environment);
  expect(await hashSources(root, { ...environment, DATABASE_URL: "x" })).toBe(before);
  expect(await hashSources(root, { ...environment, NEXT_PUBLIC_NAME: "x" })).not.toBe(before);
});

test("a current build is kept; a stale, unstamped or incomplete one is not", async () => {
  const hash = await hashSources(root, environment);
  await put(".next/source-hash", hash);
  await put(".next/BUILD_ID", "id");
  expect(await ensureBuild(environment, root)).toBe(false);

  // There is no Next in this directory, so an attempt to build shows as a failure.
  await put("app/page.tsx", "two");
  await expect(ensureBuild(environment, root)).rejects.toThrow(/could not be built/);
  await put("app/page.tsx", "one");
  await expect(ensureBuild(environment, root)).rejects.toThrow(/could not be built/);
  await put(".next/source-hash", hash);
  await rm(join(root, ".next/BUILD_ID"));
  await expect(ensureBuild(environment, root)).rejects.toThrow(/could not be built/);
});

async function put(path: string, content: string): Promise<void> {
  await mkdir(dirname(join(root, path)), { recursive: true });
  await writeFile(join(root, path), content);
}
