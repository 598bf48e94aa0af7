import fc from "fast-check";
import { expect, test } from "vitest";
import { readPath } from "@/lib/own-path";
import { payloadPaths } from "./payload-paths";

test("lists where values are, arrays by their index", () => {
  expect(
    payloadPaths({ issue: { title: "It broke", labels: [{ name: "bug" }] }, "a.b": 1, n: null }),
  ).toEqual([
    { path: "issue.title", preview: "It broke" },
    { path: "issue.labels.0.name", preview: "bug" },
    { path: "n", preview: "null" },
  ]);
});

test("every path leads to its value, and there is an end to them", () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 12 }), (payload) => {
      const paths = payloadPaths(payload);
      expect(paths.length).toBeLessThanOrEqual(60);
      for (const { path, preview } of paths)
        expect(String(readPath(payload, path)).slice(0, 40)).toBe(preview);
    }),
  );
});
