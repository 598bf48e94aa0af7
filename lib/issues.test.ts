import { expect, test } from "vitest";
import * as z from "zod";
import { changedFields } from "./changed-fields";
import { fieldAt, issuesIn } from "./issues";

test("what a schema found wrong has dotted paths, and what it took has none", () => {
  const schema = z.object({ rows: z.array(z.object({ name: z.string().min(1, "Name it.") })) });
  expect(issuesIn(schema.safeParse({ rows: [{ name: "a" }, { name: "" }] }).error)).toEqual([
    { path: "rows.1.name", message: "Name it." },
  ]);
  expect(issuesIn(schema.safeParse({ rows: [] }).error)).toEqual([]);
});

test("a path belongs to the field that it is or is inside of, not to one that begins alike", () => {
  const fields = ["name", "names"] as const;
  expect(["name", "names.0", "name.first", "nam", ""].map((path) => fieldAt(fields, path))).toEqual([
    "name",
    "names",
    "name",
    null,
    null,
  ]);
});

test("changed fields are those that are otherwise, by whatever way of comparing", () => {
  const before = { a: 1, b: ["x", "y"], c: null };
  expect(changedFields({ a: 1, b: ["y", "x"] }, before)).toEqual({ b: ["y", "x"] });
  expect(changedFields({ a: 2, b: ["y", "x"] }, before, (value) => [value].flat().toSorted().join())).toEqual(
    {
      a: 2,
    },
  );
  expect(changedFields({ c: undefined, d: undefined }, before)).toEqual({ c: undefined });
});
