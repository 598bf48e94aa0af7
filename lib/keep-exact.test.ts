import { expect, test } from "vitest";
import * as z from "zod";
import { plainNumbers } from "./exact-number";
import { keepExact } from "./keep-exact";
import { parseJson } from "./parse-json";

function parse(schema: z.ZodType, text: string): string {
  const exact = parseJson(text);
  return JSON.stringify(keepExact(schema, schema.parse(plainNumbers(exact)), exact));
}

test("numbers stay exact where any JSON may stand, and plain where the schema names a type", () => {
  const schema = z.strictObject({
    id: z.int(),
    data: z.record(z.string(), z.unknown()),
    note: z.string().optional(),
    any: z.unknown(),
  });
  expect(parse(schema, '{"id":1.0,"data":{"n":8202522731445525542,"deep":[{"m":1.0}]},"any":2.50}')).toBe(
    '{"id":1,"data":{"n":8202522731445525542,"deep":[{"m":1.0}]},"any":2.50}',
  );
});

test("of a union the branch that fits counts", () => {
  const one = z.strictObject({ data: z.record(z.string(), z.unknown()) });
  const schema = z.union([one, z.strictObject({ events: z.array(one.optional()).max(2) })]);
  expect(parse(schema, '{"data":{"n":1.0}}')).toBe('{"data":{"n":1.0}}');
  expect(parse(schema, '{"events":[{"data":{"n":1.0}}]}')).toBe('{"events":[{"data":{"n":1.0}}]}');
});

test("loose objects keep what they don't know, and defaults stay", () => {
  const schema = z.looseObject({ n: z.number(), d: z.record(z.string(), z.unknown()).default({}) });
  expect(parse(schema, '{"n":1.0,"more":1.0}')).toBe('{"n":1,"d":{},"more":1.0}');
});

test("what a schema transforms is its own", () => {
  const schema = z.object({
    tags: z.array(z.number()).transform((list) => list.length),
    __proto__: z.unknown(),
  });
  expect(parse(schema, '{"tags":[1.0,2.0]}')).toBe('{"tags":2}');
});
