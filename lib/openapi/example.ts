import { type JsonSchema, resolveSchema, type SchemaComponents, splitNull } from "./json-schema";

const MAX_DEPTH = 8;
const TEXT = "text";
const TEXT_BY_FORMAT: Record<string, string> = {
  uuid: "01960581-3c00-7a21-9f40-5d2c8e7b1a01",
  "date-time": "2026-03-02T09:30:00.000Z",
  date: "2026-03-02",
  email: "ada@example.com",
  uri: "https://example.com/hook",
};

export interface ExampleOptions {
  components: SchemaComponents;
  /** Requests leave out optional fields that have no example of their own; answers show them. */
  isRequest: boolean;
}

/** A value that fits the schema: made of the examples that it and its fields carry, and else the plainest there is. */
export function exampleOf(schema: JsonSchema, options: ExampleOptions, depth = 0): unknown {
  const resolved = resolveSchema(schema, options.components);
  const own = ownExample(resolved);
  if (own !== undefined) return own;
  if (depth > MAX_DEPTH) return null;
  const alternatives = resolved.anyOf ?? resolved.oneOf;
  if (alternatives) return exampleOfUnion(alternatives, options, depth);
  if (resolved.type === "object") return exampleOfObject(resolved, options, depth);
  if (resolved.type === "array") return resolved.items ? [exampleOf(resolved.items, options, depth + 1)] : [];
  return exampleOfScalar(resolved);
}

function ownExample({ examples, default: preset, const: constant, enum: values }: JsonSchema): unknown {
  return examples?.[0] ?? constant ?? preset ?? values?.[0];
}

/** Null unless a branch brings an example: made-up times and reasons would only mislead. */
function exampleOfUnion(alternatives: JsonSchema[], options: ExampleOptions, depth: number): unknown {
  const { options: branches, isNullable } = splitNull(alternatives);
  const [first] = branches;
  const given = branches.map((branch) => ownExample(resolveSchema(branch, options.components)));
  const own = given.find((example) => example !== undefined);
  if (own !== undefined) return own;
  return isNullable || !first ? null : exampleOf(first, options, depth + 1);
}

function exampleOfObject(schema: JsonSchema, options: ExampleOptions, depth: number): unknown {
  const { properties = {}, required = [] } = schema;
  const shown = Object.entries(properties).filter(
    ([name, property]) =>
      required.includes(name) ||
      !options.isRequest ||
      resolveSchema(property, options.components).examples !== undefined,
  );
  return Object.fromEntries(shown.map(([name, property]) => [name, exampleOf(property, options, depth + 1)]));
}

function exampleOfScalar({ type, format, minimum, minLength = 0 }: JsonSchema): unknown {
  if (type === "string") return (TEXT_BY_FORMAT[format ?? ""] ?? TEXT).padEnd(minLength, ".");
  if (type === "integer" || type === "number") return Math.max(1, minimum ?? 1);
  return type === "boolean" ? false : null;
}
