import { describe, expect, test } from "vitest";
import { afterBrokenCall, readResponse } from "./outcome";
import type { Job } from "./queue";

const job: Job = {
  runId: "r",
  generation: 1,
  fn: "f",
  event: '{"id":"e","name":"n","data":{},"ts":1,"user":{}}',
  step: "step",
  pending: [],
  attempt: 0,
  version: -1,
  steps: [],
};
const sdk = { "x-inngest-sdk": "js", "x-inngest-req-version": "2" };

function read(status: number, body: unknown, headers: Record<string, string> = {}, more: Partial<Job> = {}) {
  return readResponse(
    { status, body: JSON.stringify(body), headers: { ...sdk, ...headers } },
    { ...job, ...more },
    3,
  );
}

describe("readResponse", () => {
  test.each([
    ["200", read(200, { a: 1 }), { kind: "finished", status: "completed", output: '{"a":1}' }],
    [
      "RunComplete",
      read(206, [
        { id: "x", op: "StepRun" },
        { id: "y", op: "RunComplete", data: 1 },
      ]),
      { status: "completed", output: "1" },
    ],
    [
      "StepRun",
      read(206, [{ id: "x", op: "StepRun", data: 1 }], {}, { attempt: 2 }),
      { saved: [["x", '{"data":1}']], attempt: 0, inMs: 0, version: 2 },
    ],
    [
      "StepFailed",
      read(206, [{ id: "x", op: "StepFailed", error: { name: "E" } }]),
      { saved: [["x", '{"error":{"name":"E"}}']], attempt: 0 },
    ],
    [
      "StepError",
      read(206, [{ id: "x", op: "StepError", error: {} }], { "retry-after": "7" }),
      { saved: [], attempt: 1, inMs: 7000, at: null },
    ],
    [
      "last StepError",
      read(206, [{ id: "x", op: "StepError", error: {} }], {}, { attempt: 2 }),
      { saved: [["x", '{"error":{}}']], attempt: 0 },
    ],
    [
      "Sleep for",
      read(206, [{ id: "x", op: "Sleep", name: "1h30m" }]),
      { saved: [["x", "null"]], inMs: 5_400_000, at: null },
    ],
    [
      "Sleep until",
      read(206, [{ id: "x", op: "Sleep", name: "2030-01-01T00:00:00.123Z" }]),
      { at: "2030-01-01T00:00:00.123Z" },
    ],
    [
      "planned",
      read(206, [
        { id: "x", op: "StepPlanned" },
        { id: "y", op: "StepPlanned" },
      ]),
      { step: "x", pending: ["y"], saved: [] },
    ],
    [
      "next planned",
      read(206, [{ id: "x", op: "StepRun", data: 1 }], {}, { step: "x", pending: ["y"] }),
      { step: "y", pending: [] },
    ],
    [
      "thrown",
      read(500, { name: "E" }, { "retry-after": "2030-01-01T00:00:00.123Z" }),
      { attempt: 1, at: "2030-01-01T00:00:00.123Z" },
    ],
    [
      "thrown last",
      read(500, { name: "E" }, {}, { attempt: 2 }),
      { status: "failed", output: '{"name":"E"}' },
    ],
    ["thrown for good", read(400, { name: "E" }, { "x-inngest-no-retry": "true" }), { status: "failed" }],
    [
      "unsupported",
      read(206, [{ id: "x", op: "InvokeFunction" }]),
      { status: "failed", output: expect.stringContaining("InvokeFunction") },
    ],
    [
      "sleep in parallel",
      read(206, [
        { id: "x", op: "Sleep", name: "1s" },
        { id: "y", op: "StepPlanned" },
      ]),
      { status: "failed", output: expect.stringContaining("parallel") },
    ],
    [
      "bad sleep",
      read(206, [{ id: "x", op: "Sleep", name: "soon" }]),
      { status: "failed", output: expect.stringContaining("soon") },
    ],
  ])("%s", (_, outcome, expected) => {
    expect(outcome).toMatchObject(expected);
  });

  test("an answer that is not the SDK's is tried again, whatever its status", () => {
    const outcome = readResponse({ status: 200, headers: {}, body: "<html>" }, job, 3);
    expect(outcome).toMatchObject({ kind: "continued", attempt: 1 });
  });

  test("without Retry-After the delay grows by the table and at most 30 s of chance", () => {
    const delay = (attempt: number) => {
      const outcome = readResponse({ status: 500, headers: sdk, body: "{}" }, { ...job, attempt }, 20);
      return outcome.kind === "continued" ? outcome.inMs : Number.NaN;
    };
    for (const [attempt, base] of [15_000, 30_000, 60_000, 120_000].entries()) {
      expect(delay(attempt)).toBeGreaterThanOrEqual(base);
      expect(delay(attempt)).toBeLessThanOrEqual(base + 30_000);
    }
    expect(delay(18)).toBeGreaterThanOrEqual(7_200_000);
  });
});

test("a call that broke is tried again until its attempts are used up", () => {
  expect(afterBrokenCall(new Error("gone"), job, 2)).toMatchObject({ kind: "continued", attempt: 1 });
  expect(afterBrokenCall(new Error("gone"), { ...job, attempt: 1 }, 2)).toMatchObject({
    status: "failed",
    output: expect.stringContaining("gone"),
  });
});
