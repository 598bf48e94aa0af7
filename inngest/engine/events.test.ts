import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ZodError } from "zod";
import { parseEvents, planIntake, planStart, seededUlid, toJsonText, ulid } from "./events";
import { createRegistry } from "./registry";

const event = { id: "e1", name: "order/paid", data: { order: { id: 7 } }, ts: 1, user: {} };

function registry(...functions: object[]) {
  const base = { name: "f", triggers: [{ event: "order/paid" }], steps: { step: {} } };
  return createRegistry({
    functions: functions.map((config, index) => ({ ...base, id: `f${index}`, ...config })),
  });
}

describe("ids", () => {
  test("a ULID is its time, then its entropy, in Crockford's base 32", () => {
    expect(ulid(0, new Uint8Array(10))).toBe("0".repeat(26));
    expect(ulid(2 ** 48 - 1, new Uint8Array(10).fill(255))).toBe(`7${"Z".repeat(25)}`);
    expect(ulid(1, new Uint8Array(10))).toBe(`0000000001${"0".repeat(16)}`);
  });

  test("a seed gives each event of a batch its own id, the same each time", () => {
    const seed = "1700000000000,AAAAAAAAAAAAAA==";
    expect(seededUlid(seed, 0)).toBe(ulid(1_700_000_000_000, Uint8Array.of(0, 0, 0, 0, 0, 0, 0, 0, 0, 1)));
    expect(seededUlid(seed, 1)).toBe(ulid(1_700_000_000_000, Uint8Array.of(0, 0, 0, 0, 0, 0, 0, 0, 0, 2)));
    for (const broken of [undefined, "", "x", "1,", "1,AAAA"]) expect(seededUlid(broken, 0)).toBeUndefined();
  });
});

describe("parseEvents", () => {
  test("fills in what was left out and strips what is Inngest's own", () => {
    const [parsed] = parseEvents({ name: "a", data: { x: 1, _inngest: {} } }, undefined);
    expect(parsed).toMatchObject({
      name: "a",
      data: { x: 1 },
      user: {},
      id: expect.stringMatching(/^\w{26}$/),
    });
    expect(parsed?.data).not.toHaveProperty("_inngest");
  });

  test("takes or refuses anything, and what it takes can be stored and signed", () => {
    const name = fc.oneof(fc.string({ unit: "binary" }), fc.constant("a"));
    const body = fc.record({
      name,
      id: fc.string({ unit: "binary" }),
      data: fc.dictionary(fc.string(), fc.jsonValue()),
    });
    fc.assert(
      fc.property(fc.oneof(fc.jsonValue(), body, fc.array(body)), (value) => {
        try {
          for (const parsed of parseEvents(value, undefined)) {
            expect(`${parsed.id}${parsed.name}`).not.toMatch(/[\p{Cc}\p{Cs}]/u);
            expect(parsed.id).not.toBe("");
          }
        } catch (error) {
          expect(error).toBeInstanceOf(ZodError);
        }
      }),
    );
  });

  test("toJsonText replaces lone surrogates and keeps everything else", () => {
    expect(JSON.parse(toJsonText({ a: ["\ud800", "\u0000", "\\ud800"] }))).toEqual({
      a: ["\ufffd", "\u0000", "\\ud800"],
    });
    expect(toJsonText(undefined)).toBe("null");
  });
});

describe("planIntake", () => {
  test("starts one run per function however many of its triggers match", () => {
    const twice = registry(
      { triggers: [{ event: "order/*" }, { event: "order/paid" }] },
      { triggers: [{ event: "other" }] },
    );
    expect(planIntake([event, { ...event }], twice).starts.map(({ fn }) => fn)).toEqual(["f0"]);
  });

  test("reads conditions, limits, idempotency and cancellation from the event", () => {
    const fns = registry(
      { triggers: [{ event: "order/paid", expression: "event.data.order.id == 8" }] },
      {
        concurrency: [{ limit: 3, key: "event.data.order.id" }, { limit: 9 }],
        idempotency: "event.name + '-' + event.data.order.id",
        cancel: [{ event: "order/void", if: "event.data.order.id == async.data.id" }],
      },
    );
    const { starts } = planIntake([event], fns);
    expect(starts).toMatchObject([
      { fn: "f1", key1: "f1:0:7", limit1: 3, key2: "f1:1", limit2: 9, cancelKeys: ["f1:0:7"] },
    ]);
    const cancel = { ...event, id: "e2", name: "order/void", data: { id: 7 } };
    expect(planIntake([cancel], fns).cancelKeys).toEqual(["f1:0:7"]);
    expect(planIntake([event, cancel], fns).starts).toEqual([]);
    expect(planIntake([cancel, event], fns).starts).toHaveLength(1);
  });

  test("a future ts is when the run starts, a past one is not", () => {
    const [fn] = registry({}).functions.values();
    if (!fn) throw new Error("no function");
    expect(planStart(fn, event).startsAt).toBeNull();
    expect(planStart(fn, { ...event, ts: 4_102_444_800_123 }).startsAt).toBe("2100-01-01T00:00:00.123Z");
  });
});

test("options and expressions that the engine cannot honour are named", () => {
  const unsupported = (config: object) => [...registry(config).functions.values()][0]?.unsupported;
  expect(unsupported({})).toBeUndefined();
  expect(unsupported({ debounce: { period: "1s" }, priority: { run: "1" } })).toMatch(/debounce, priority/);
  expect(unsupported({ concurrency: { limit: 1, key: "size(event.data.x)" } })).toMatch(
    /concurrency key "size/,
  );
  expect(unsupported({ concurrency: { limit: 1, scope: "env" } })).toMatch(/scope "env"/);
  expect(unsupported({ cancel: [{ event: "x", if: "async.data.x > 1" }] })).toMatch(/cancelOn expression/);
  expect(unsupported({ triggers: [{ cron: "every day" }] })).toMatch(/cron expression "every day"/);
  expect(unsupported({ triggers: [{ event: "x", expression: "event.data.x in [1]" }] })).toMatch(
    /trigger expression/,
  );
});
