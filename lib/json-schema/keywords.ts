import { isRecord, ownValue } from "@/lib/own-path";

/** Keywords of JSON Schema 2020-12 that hold a schema. */
const ONE_INSIDE = [
  "additionalProperties",
  "propertyNames",
  "items",
  "contains",
  "not",
  "if",
  "then",
  "else",
  "unevaluatedItems",
  "unevaluatedProperties",
];
/** Those that hold several, in a list or by name. */
const MANY_INSIDE = [
  ...["allOf", "anyOf", "oneOf", "prefixItems"],
  ...["properties", "patternProperties", "dependentSchemas", "dependencies", "$defs", "definitions"],
];
/** Those that say something about the value itself. */
const PLAIN = [
  ...["$ref", "type", "enum", "const", "required", "dependentRequired"],
  ...["multipleOf", "maximum", "exclusiveMaximum", "minimum", "exclusiveMinimum"],
  ...[
    "maxLength",
    "minLength",
    "pattern",
    "maxItems",
    "minItems",
    "uniqueItems",
    "maxContains",
    "minContains",
  ],
  ...["maxProperties", "minProperties"],
];

type Schema = Record<string, unknown>;
/** A subschema and the way to it. */
export type Child = [path: string[], schema: unknown];

/** The subschemas right inside a schema. */
export function childrenOf(schema: Schema): Child[] {
  const one = ONE_INSIDE.map((keyword): Child => [[keyword], ownValue(schema, keyword)]);
  const many = MANY_INSIDE.flatMap((keyword) =>
    Object.entries(ownValue(schema, keyword) ?? {}).map(([name, child]): Child => [[keyword, name], child]),
  );
  return [...one, ...many].filter(([, child]) => isSchema(child));
}

/** The subschema at a place; undefined where the way leads through anything but subschemas. */
export function subschemaAt(schema: unknown, [keyword, ...way]: string[]): unknown {
  if (keyword === undefined) return isSchema(schema) ? schema : undefined;
  const held = ownValue(schema, keyword);
  if (ONE_INSIDE.includes(keyword)) return subschemaAt(held, way);
  const [name, ...rest] = way;
  if (name === undefined || !MANY_INSIDE.includes(keyword)) return undefined;
  return subschemaAt(ownValue(held, name), rest);
}

/**
 * What JSON Schema 2020-12 defines of a schema. The rest says nothing about a value by that standard, yet the library has a meaning of its own
 * for some of it: `$async` would make each check a promise.
 */
export function standardPart(schema: unknown): unknown {
  if (!isRecord(schema)) return schema;
  return mapEntries(schema, (keyword, held) => {
    if (ONE_INSIDE.includes(keyword)) return standardPart(held);
    if (PLAIN.includes(keyword)) return held;
    if (!MANY_INSIDE.includes(keyword)) return undefined;
    if (Array.isArray(held)) return held.map(standardPart);
    return isRecord(held) ? mapEntries(held, (_, child) => standardPart(child)) : held;
  });
}

function mapEntries(record: Schema, change: (key: string, value: unknown) => unknown): Schema {
  const entries = Object.entries(record).map(([key, value]) => [key, change(key, value)]);
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined));
}

function isSchema(value: unknown): boolean {
  return isRecord(value) || typeof value === "boolean";
}
