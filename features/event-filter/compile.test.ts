import { sql } from "drizzle-orm";
import fc from "fast-check";
import { afterAll, expect, test } from "vitest";
import { closeDatabase, database } from "@/db/client";
import { compileFilter } from "@/features/event-filter/compile";
import { fits } from "@/features/event-filter/evaluate";
import { FILTER_OPERATORS } from "@/features/event-filter/operators";
import { type FilterCondition, filterSchema, type PayloadFilter } from "@/features/event-filter/schema";
import { ExactNumber } from "@/lib/exact-number";
import { parseJson } from "@/lib/parse-json";

afterAll(closeDatabase);

/** What Postgres says of each case; the data is JSON text, as an event has it. */
async function evaluate(cases: { data: string; filter: PayloadFilter }[]): Promise<boolean[]> {
  const rows = cases.map(({ data, filter }, position) => ({ position, data, path: compileFilter(filter) }));
  const results = await database().execute<{ result: boolean }>(sql`
    select event_json(data) @@ path::jsonpath as result
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as x(position int, data text, path text) order by position`);
  return results.map(({ result }) => result);
}

async function matches(data: unknown, ...all: unknown[]): Promise<boolean> {
  const filter = filterSchema.parse({ all });
  const text = JSON.stringify(data);
  const [result] = await evaluate([{ data: text, filter }]);
  if (result === undefined) throw new Error("no result");
  expect(fits(parseJson(text), filter)).toBe(result);
  return result;
}

test.each<[string, FilterCondition["operator"], unknown, unknown, boolean]>([
  ["text by its case", "equals", "Pro", "pro", false],
  ["a number and its text", "equals", 5, "5.0", true],
  ["a numeric text and a number", "equals", "5.0", 5, true],
  ["a text that only looks like one", "equals", "5", "05", false],
  ["every digit", "equals", "12345678901234567890", parseJson("12345678901234567891"), false],
  ["every digit of a text", "greater_than", "12345678901234567890", "12345678901234567891", true],
  ["an instant in another zone", "equals", "2026-03-02T09:30:00Z", "2026-03-02T10:30:00.000+01:00", true],
  ["a time with nanoseconds", "greater_than", "2026-03-02T09:30:00Z", "2026-03-02T09:30:00.123456789Z", true],
  ["a date as its beginning", "less_than", "2026-03-02", "2026-03-01T23:59:59Z", true],
  ["no day of the calendar", "less_than", "2026-03-02", "2026-02-30", false],
  ["true and its text", "equals", "true", true, true],
  ["null", "equals", null, null, true],
  ["part of a text", "contains", "o w", "hello world", true],
  ["an element of a list", "contains", 2, [1, 2], true],
  ["a part of an element", "contains", "ell", ["hello"], true],
  ["a text with what a pattern would mean otherwise", "contains", "a.c*", "xa.c*x", true],
  ["a pattern for what it says", "contains", "a.c*", "xabcx", false],
  ["a beginning", "starts_with", "+49", "+4917", true],
  ["an ending", "ends_with", "$1.0\\", "costs $1.0\\", true],
  ["an ending that is a line's alone", "ends_with", "one", "one\ntwo", false],
  ["an element of a list in a list", "equals", "a", [["a"]], true],
  ["an empty list", "exists", undefined, [], true],
  ["one of several", "in", ["a", 5], "5", true],
])("%s: %s", async (_, operator, value, data, expected) => {
  expect(await matches({ a: data }, { path: "a", operator, ...(value !== undefined && { value }) })).toBe(
    expected,
  );
});

test("a denied operator denies, for lists and missing paths too", async () => {
  const data = { tags: ["a", "b"] };
  expect(await matches(data, { path: "tags", operator: "not_equals", value: "a" })).toBe(false);
  expect(await matches(data, { path: "tags", operator: "not_equals", value: "c" })).toBe(true);
  expect(await matches(data, { path: "nowhere", operator: "not_equals", value: "c" })).toBe(true);
  expect(await matches(data, { path: "nowhere", operator: "equals", value: "c" })).toBe(false);
});

test("a path goes through lists, and into one place of them", async () => {
  const data = { items: [{ sku: "a" }, { sku: "b" }], byId: { 7: { sku: "c" } } };
  expect(await matches(data, { path: "items.sku", operator: "equals", value: "b" })).toBe(true);
  expect(await matches(data, { path: "items.0.sku", operator: "equals", value: "b" })).toBe(false);
  expect(await matches(data, { path: "items.1.sku", operator: "equals", value: "b" })).toBe(true);
  expect(await matches(data, { path: "byId.7.sku", operator: "equals", value: "c" })).toBe(true);
  expect(await matches(data, { path: "items.999999999999.sku", operator: "not_exists" })).toBe(true);
});

test("numbers of any size are compared without counting out their zeros", () => {
  const payload = parseJson('{"big":1e300,"small":1e-300,"long":100000000000000000000000000000000000001}');
  const greater = (path: string, value: unknown) =>
    fits(payload, { all: [{ path, operator: "greater_than", value }] });
  expect(greater("big", 5)).toBe(true);
  expect(greater("small", 0)).toBe(true);
  expect(greater("small", "0.1")).toBe(false);
  expect(greater("long", "100000000000000000000000000000000000000")).toBe(true);
});

test("a long list is held against many values in no time", () => {
  const payload = { list: Array.from({ length: 50_000 }, (_, index) => index) };
  const value = Array.from({ length: 100 }, (_, index) => -index - 1);
  const filter = { all: [{ path: "list", operator: "in" as const, value }] };
  expect(fits(payload, filter)).toBe(false);
});

test("each of many conditions looks at a long list only for what it wants", () => {
  const payload = { list: new Array(350_000).fill("2026-03-02") };
  for (const value of ["x", 5, true])
    expect(
      fits(payload, { any: Array.from({ length: 20 }, () => ({ path: "list", operator: "equals", value })) }),
    ).toBe(false);
});

test("what jsonb can't hold is no reason to fail", async () => {
  const filter = { all: [{ path: "a", operator: "equals" as const, value: "x" }] };
  const cases = ['{"a":"x","b":"\\u0000"}', '{"a":"x","b":"\\ud800"}', '{"a":"x","b":1e999999}', "no JSON"];
  expect(await evaluate(cases.map((data) => ({ data, filter })))).toEqual([true, true, false, false]);
});

test("halves of surrogate pairs, however many, become U+FFFD, and pairs stay", async () => {
  const pieces = ["\ud83d", "\ude00", "\ud83d\ude00", "\\", "u", "\\ud83d", "d83d", '"', "\0"];
  const texts = fc.array(fc.constantFrom(...pieces), { maxLength: 8 }).map((parts) => parts.join(""));
  const samples = [...fc.sample(texts, 300), ...["\ud800", "\udc00"].map((half) => half.repeat(20_000))];
  // All escaped, as other programs write it.
  const escaped = (text: string) =>
    JSON.stringify(text).replace(/[^ -~]/g, (half) => `\\u${half.charCodeAt(0).toString(16)}`);
  const rows = await database().execute<{ text: string }>(sql`
    select event_json(data) ->> 'a' as text
    from jsonb_array_elements_text(${JSON.stringify(samples.map((text) => `{"a":${escaped(text)}}`))}::jsonb)
      with ordinality as given(data, place) order by place`);
  expect(rows.map(({ text }) => text)).toEqual(
    samples.map((text) => text.toWellFormed().replaceAll("\0", "\ufffd")),
  );
});

const TEXTS = [
  "",
  "a",
  "A",
  "ab",
  "b.",
  "^a$",
  '"',
  "\\",
  "\n",
  "$",
  "é",
  "😀",
  "\0",
  "\ud800",
  "5",
  "5.0",
  "-5",
  "05",
  "1e3",
  "0x5",
  "NaN",
  "5_0",
  " 5",
  "0",
  "-0",
  "0.10",
  "12345678901234567890",
  "12345678901234567891",
  "true",
  "false",
  "null",
  "2026-03-02",
  "2026-02-30",
  "2026-03-02Z",
  "2026-03-02T00:00:00",
  "2026-03-02T00:00:00Z",
  "2026-03-02T01:00:00+01:00",
  "2026-03-01T23:59:59.999999-00:00",
  "2026-03-02T00:00:00.0000001Z",
  "2026-03-02T24:00:00Z",
  "2024-02-29T12:00:00.5Z",
  "2026-13-01",
  "now",
];
const NUMBERS = [
  0,
  -0,
  5,
  -5,
  0.1,
  1e3,
  1e21,
  5e-324,
  2 ** 53,
  ...["5.0", "-0", "12345678901234567891", "5E0"].map((text) => new ExactNumber(text)),
];

const scalar = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom<unknown>(...TEXTS, ...NUMBERS, true, false, null) },
  fc.string({ unit: "binary", maxLength: 5 }),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
);
const name = fc.constantFrom("a", "b", "0", "1", 'q"\\', "é");
const tree = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    scalar,
    fc.array(tie("value"), { maxLength: 3 }),
    fc.dictionary(name, tie("value"), { maxKeys: 3 }),
  ),
}));
const document = fc.dictionary(name, tree.value, { minKeys: 1, maxKeys: 4 });
const isUsable = (condition: unknown) => filterSchema.safeParse({ all: [condition] }).success;
const condition = fc
  .record({
    path: fc.array(name, { minLength: 1, maxLength: 3 }).map((names) => names.join(".")),
    operator: fc.constantFrom(...FILTER_OPERATORS),
    value: fc.oneof(
      { weight: 3, arbitrary: scalar },
      fc.array(scalar, { minLength: 1, maxLength: 3 }),
      fc.constant(undefined),
    ),
  })
  .filter(isUsable);
const filter = fc.oneof(
  fc.record({ all: fc.array(condition, { minLength: 1, maxLength: 3 }) }),
  fc.record({ any: fc.array(condition, { minLength: 1, maxLength: 3 }) }),
);

test("Postgres and the rules in the process agree on any data and any filter", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.record({ data: document, filter }), { minLength: 200, maxLength: 400 }),
      async (cases) => {
        const texts = cases.map((one) => ({ ...one, data: JSON.stringify(one.data) }));
        const results = await evaluate(texts);
        for (const [index, one] of cases.entries()) {
          const expected = fits(parseJson(texts[index]?.data ?? ""), one.filter);
          if (results[index] !== expected)
            throw new Error(
              `${texts[index]?.data} ${JSON.stringify(one.filter)}: ${compileFilter(one.filter)} gives ${results[index]}`,
            );
        }
      },
    ),
    { numRuns: 10 },
  );
});
