import fc from "fast-check";
import { expect, test } from "vitest";
import { safeNextPath } from "./next-path";

const HOME = "http://localhost:3000";

test.each([
  ["/settings/api/tokens?status=active#top", "/settings/api/tokens?status=active#top"],
  [`${HOME}/settings`, "/settings"],
  ["settings", "/settings"],
  ["/settings?status=active&_rsc=1a2b", "/settings?status=active"],
  ["", "/"],
  [null, "/"],
  [undefined, "/"],
])("%s leads to %s", (target, path) => {
  expect(safeNextPath(target)).toBe(path);
});

test.each([
  "//evil.test",
  "/\\evil.test",
  "\\\\evil.test",
  "/\t/evil.test",
  "https://localhost.evil.test",
  "http://localhost:3000@evil.test/",
  "https://localhost:3000/",
  "http://localhost:3001/",
  "javascript:alert(1)",
  "data:text/html,x",
  "blob:http://localhost:3000/x",
  "http://[",
])("%s stays home", (target) => {
  expect(safeNextPath(target)).toBe("/");
});

test("whatever is asked for, a browser ends up on our origin", () => {
  const part = fc.constantFrom(
    "/",
    "\\",
    "//",
    ".",
    "..",
    "@",
    ":",
    "\t",
    "\n",
    "%2f",
    "evil.test",
    "http:",
    "javascript:",
    "blob:",
    HOME,
    "?",
    "#",
  );
  const hostile = fc
    .array(fc.oneof(part, fc.string({ maxLength: 4 })), { maxLength: 8 })
    .map((parts) => parts.join(""));
  fc.assert(
    fc.property(fc.oneof(hostile, fc.webUrl(), fc.string()), (target) => {
      const path = safeNextPath(target);
      expect(path).toMatch(/^\/(?![/\\])/);
      expect(new URL(path, HOME).origin).toBe(HOME);
      expect(safeNextPath(path)).toBe(path);
    }),
    { numRuns: 500 },
  );
});
