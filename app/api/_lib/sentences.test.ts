import { expect, test } from "vitest";
import * as z from "zod";
import { InvalidError, type Issue, MalformedError } from "@/lib/errors";
import { bodyExample } from "./body-example";
import { OPERATIONS } from "./endpoints";
import { parseInput } from "./parse";

/** How the schema library begins its own sentences. */
const LIBRARY = /^(Invalid|Too (big|small)|Unrecognized|Expected|Required)\b|: expected /;
const SENTENCE = /^[A-Z].*[.…]$/s;

const HOSTILE = [
  null,
  true,
  -1,
  1.5,
  2 ** 60,
  "",
  " ",
  "zz",
  "7",
  "a\0b",
  "2026-13-45",
  "x".repeat(70_000),
  [],
  [7],
  ["zz", "zz"],
  Array.from({ length: 2000 }, () => "zz"),
  {},
  { zz: { zz: 1 } },
];

const PARTS = OPERATIONS.flatMap(({ id, endpoint }) =>
  (["params", "query", "body"] as const).flatMap((part) => {
    const schema = endpoint[part];
    return schema ? [{ name: `${part} of ${id}`, schema }] : [];
  }),
);

test.for(PARTS)("what is wrong with the $name is said in our words", ({ schema }) => {
  const example = bodyExample(schema) ?? {};
  const places = [[], ...placesIn(z.toJSONSchema(schema, { io: "input", unrepresentable: "any" }))];
  const said = places.flatMap((place) =>
    HOSTILE.flatMap((value) => issuesOf(schema, put(example, place, value))),
  );
  const foreign = said.filter(({ message }) => LIBRARY.test(message) || !SENTENCE.test(message));
  expect(new Set(foreign.map(({ path, message }) => `${path}: ${message.slice(0, 200)}`))).toEqual(new Set());
});

function issuesOf(schema: z.ZodType, value: unknown): Issue[] {
  try {
    parseInput(schema, value);
    return [];
  } catch (error) {
    if (error instanceof InvalidError) return error.issues ?? [];
    if (error instanceof MalformedError) return [{ path: "", message: error.message }];
    throw error;
  }
}

/** Every place that the schema has a name for; `0` for the items of a list. */
function placesIn(node: unknown, place: string[] = []): string[][] {
  if (typeof node !== "object" || node === null) return [];
  const { properties, items, additionalProperties, anyOf, oneOf, allOf } = Object(node);
  const inside: [string, unknown][] = [
    ...Object.entries(Object(properties)),
    ...(items ? [["0", items] as [string, unknown]] : []),
    ...(additionalProperties ? [["zz", additionalProperties] as [string, unknown]] : []),
  ];
  const branches = [anyOf, oneOf, allOf].flat().filter(Boolean);
  return [
    ...inside.flatMap(([name, inner]) => [[...place, name], ...placesIn(inner, [...place, name])]),
    ...branches.flatMap((branch) => placesIn(branch, place)),
  ];
}

function put(target: unknown, [name, ...rest]: string[], value: unknown): unknown {
  if (name === undefined) return value;
  const inner = put(Reflect.get(Object(target), name) ?? {}, rest, value);
  return name === "0" ? [inner] : { ...Object(target), [name]: inner };
}
