import { expect, test } from "vitest";
import * as z from "zod";
import "./issue-sentences";

function sentenceFor(schema: z.ZodType, value: unknown): string | undefined {
  return schema.safeParse(value).error?.issues[0]?.message;
}

test.for<[string, z.ZodType, unknown]>([
  ["This is missing: give a text.", z.string(), undefined],
  ["Give a text.", z.string(), 7],
  ["Give a whole number.", z.int(), Number.NaN],
  ["Give a whole number.", z.int(), 1.5],
  ["Give a number.", z.coerce.number(), "x"],
  ["Give true or false.", z.boolean(), "yes"],
  ["Give a list.", z.array(z.string()), {}],
  ["Give an object.", z.object({}), []],
  ["Give an object.", z.record(z.string(), z.string()), null],
  ["Leave this out.", z.object({ a: z.never().optional() }), { a: 1 }],
  ["Give at most 3 characters.", z.string().max(3), "four"],
  ["Give exactly 3 characters.", z.string().length(3), "four"],
  ["This may not be empty.", z.string().min(1), ""],
  ["Give at least 8 characters.", z.string().min(8), "short"],
  ["Give at least 1 item.", z.array(z.string()).min(1), []],
  ["Give at most 2 items.", z.array(z.int()).max(2), [1, 2, 3]],
  ["Give at most 100.", z.int().max(100), 101],
  ["Give more than 0.", z.number().positive(), 0],
  ["Give less than 5.", z.number().lt(5), 5],
  ["Give a multiple of 5.", z.number().multipleOf(5), 7],
  ["Give an email address, e.g. dana@example.com.", z.email(), "dana"],
  ["Give an id, e.g. 01900000-0000-7000-8000-000000000000.", z.uuid(), "7"],
  ["Start it with rpl_.", z.string().startsWith("rpl_"), "x"],
  ["Give one of open, closed.", z.enum(["open", "closed"]), "gone"],
  ["This can only be 0.", z.literal(0), 1],
  ["Leave out a, b: there is no such field.", z.strictObject({}), { a: 1, b: 2 }],
  [
    "Give one of a, b.",
    z.discriminatedUnion("kind", [z.object({ kind: z.literal("a") }), z.object({ kind: z.literal("b") })]),
    { kind: "c" },
  ],
  ["This value is not allowed here. See the API reference.", z.union([z.string(), z.int()]), true],
  ["Ours.", z.string("Ours."), 7],
])("%s", ([sentence, schema, value]) => {
  expect(sentenceFor(schema, value)).toBe(sentence);
});

test("of very many choices the first are named", () => {
  const many = Array.from({ length: 30 }, (_, index) => `type.${index}`);
  expect(sentenceFor(z.enum(many), "x")).toMatch(
    /^Give one of type\.0, .*type\.23, or 6 more: see the API reference\.$/,
  );
});
