import { globSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";

test("no other code says who is an active member", () => {
  const found = globSync("{app,features,inngest,lib}/**/*.{ts,tsx}")
    // The second one says the like of apps.
    .filter((path) => !/^features\/(members\/predicates|oauth-clients\/states)\.ts$|\.test\.tsx?$/.test(path))
    .flatMap((path) => {
      const lines = readFileSync(path, "utf8").split("\n");
      const isSaid = /disabled_at is|ull\(memberships\.disabledAt\)|disabledAt (===?|!==?|\?)/;
      return lines.filter((line) => isSaid.test(line)).map((line) => `${path}: ${line}`);
    });
  expect(found).toEqual([]);
});
