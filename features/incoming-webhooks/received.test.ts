import { describe, expect, test } from "vitest";
import type { FilterCondition } from "@/features/event-filter/schema";
import { evaluateKey, explainMissing, mapPayload } from "./mapping";
import { fitsReceived, toReceived } from "./received";

const headers = { "x-github-event": "issues", "x-shopify-topic": "orders/create" };
const received = (payload: unknown) => toReceived({ payload, headers });
const value = (source: string, payload: unknown = {}) =>
  mapPayload(received(payload), { body: source }).fields.body;
const holds = (condition: FilterCondition, payload: unknown = {}) =>
  fitsReceived(received(payload), { all: [condition] });

describe("a header", () => {
  test.each([
    ["headers.x-github-event", "issues"],
    ["headers.X-GitHub-Event", "issues"],
    ["{{headers.X-GitHub-Event}}: {{title}}", "issues: Down"],
    ['{{ headers.x-shopify-topic | split: "/" | first }}', "orders"],
    ['{{ headers["x-github-event"] }}', "issues"],
    ["{% if headers.x-github-event == 'issues' %}An issue{% endif %}", "An issue"],
    ["headers.x-other", undefined],
    ["headers", undefined],
  ])("is read by %s", (source, expected) => {
    expect(value(source, { title: "Down" })).toBe(expected);
  });

  test("decides, and is a part of a key", () => {
    expect(holds({ path: "headers.X-GitHub-Event", operator: "equals", value: "issues" })).toBe(true);
    expect(holds({ path: "headers.x-github-event", operator: "not_in", value: ["push"] })).toBe(true);
    expect(holds({ path: "headers.x-other", operator: "not_exists" })).toBe(true);
    expect(evaluateKey("{{headers.x-github-event}}:{{id}}", received({ id: 7 })).key).toBe("issues:7");
    expect(evaluateKey("{{headers.x-other}}:{{id}}", received({ id: 7 })).key).toBeNull();
  });

  test("that isn't there is told by the names of those that are", () => {
    expect(explainMissing("headers.X-Other", received({}))).toBe(
      "headers has no “x-other”, but x-github-event, x-shopify-topic.",
    );
    expect(explainMissing("headers.x-other", toReceived({ payload: { a: 1 } }))).toBe(
      "The payload has no “headers”, but a.",
    );
  });
});

describe("what was set up before headers and files could be read does what it did", () => {
  const own = { headers: { "X-GitHub-Event": "mine" } };

  test("where the payload has such a field", () => {
    expect(value("headers.X-GitHub-Event", own)).toBe("mine");
    expect(value("headers.x-github-event", own)).toBeUndefined();
    expect(value("{{ headers.X-GitHub-Event | upcase }}", own)).toBe("MINE");
    expect(value("headers.0.x-github-event", { headers: [] })).toBeUndefined();
    expect(holds({ path: "headers.X-GitHub-Event", operator: "equals", value: "mine" }, own)).toBe(true);
    expect(holds({ path: "headers.x-github-event", operator: "exists" }, own)).toBe(false);
    expect(holds({ path: "headers.x-github-event", operator: "exists" }, { headers: null })).toBe(false);
    expect(holds({ path: "headers.x-github-event", operator: "exists" }, [own, {}])).toBe(false);
  });

  test("and where a condition asks whether there is one", () => {
    for (const path of ["headers", "files", "payload", "payload.a"])
      expect(holds({ path, operator: "not_exists" }, { a: 1 })).toBe(true);
  });
});
