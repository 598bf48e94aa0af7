import fc from "fast-check";
import { expect, test } from "vitest";
import { kindOf, readRequestPath, servedUrl } from "./request-path";

test.each([
  "/_next/static/../../tickets",
  "/_next/static/%2e%2e/%2E./tickets",
  "/_next/static/..%2f..%2ftickets",
  "/_next/static/..\\..\\tickets",
  "/_next/static/..%5c..%5Ctickets",
  "/_next/static/./a.js",
  "/_next/static//tickets",
  "//evil.test/tickets",
  "/api/v1/..",
  "/api/v1/.",
  "/api%2fv1/me",
  "/favicon.ico#/tickets",
  "/%",
  "*",
  "",
])("%s can be read in two ways", (url) => {
  expect(readRequestPath(url)).toBeUndefined();
  expect(kindOf(url)).toBe("page");
});

test.each([
  ["/", "/", "page"],
  ["/tickets?next=/../%2e%2e//\\", "/tickets", "page"],
  ["/api/v1/event-types/ticket.created", "/api/v1/event-types/ticket.created", "api"],
  ["/%61pi/v1/me", "/api/v1/me", "api"],
  ["/_next/static/chunks/%5Bid%5D...js", "/_next/static/chunks/[id]...js", "static"],
  ["/.well-known/x", "/.well-known/x", "page"],
])("%s is read as %s", (url, path, kind) => {
  expect(readRequestPath(url)).toBe(path);
  expect(kindOf(url)).toBe(kind);
});

test("no path is read otherwise than by a browser's reader of URLs", () => {
  const part = fc.constantFrom(
    "_next",
    "static",
    "api",
    "..",
    ".",
    "%2e",
    "%2E",
    "/",
    "%2f",
    "\\",
    "%5c",
    "#",
    "?",
    "tickets",
    "%61",
    ":",
  );
  const url = fc.array(part, { maxLength: 12 }).map((parts) => `/${parts.join("")}`);
  fc.assert(
    fc.property(url, (text) => {
      const path = readRequestPath(text);
      if (path === undefined) return;
      expect(decodeURIComponent(new URL(text, "http://localhost").pathname)).toBe(path);
    }),
    { numRuns: 2_000 },
  );
});

test.each([
  ["/api/incoming/abc/", "/api/incoming/abc"],
  ["//api/incoming//abc//?a=1/2", "/api/incoming/abc?a=1/2"],
  ["/api/incoming/abc?a=//b", "/api/incoming/abc?a=//b"],
  ["/api/incoming/abc/def", "/api/incoming/abc/def"],
  ["/api/incoming/", "/api/incoming/"],
  ["/api//v1/me", "/api//v1/me"],
  ["/sign-in/", "/sign-in/"],
])("%s is served as %s", (called, served) => {
  expect(servedUrl(called)).toBe(served);
});
