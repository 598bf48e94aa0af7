import { type Field, fieldOf } from "@/lib/openapi/fields";
import type { JsonSchema } from "@/lib/openapi/json-schema";
import { isRecord, ownValue } from "@/lib/own-path";

export interface SchemaField extends Field {
  name: string;
  /** The schemas in which fields of its own stand. */
  inner: JsonSchema[];
}

/** Types and constraints speak of a list's items and of a union's members; what is deeper is read when it is opened. */
const SHALLOW_DEPTH = 3;

/** The fields that objects of these schemas have, one level deep: a schema that refers into itself has no end of levels. */
export function fieldsIn(schemas: JsonSchema[], root: JsonSchema): SchemaField[] {
  const fields = new Map<string, SchemaField>();
  for (const schema of schemas) {
    const { properties = {}, required = [], additionalProperties } = resolve(schema, root);
    for (const [name, property] of Object.entries(properties))
      fields.set(name, toField(name, property, { root, isRequired: required.includes(name) }));
    if (isRecord(additionalProperties) && Object.keys(additionalProperties).length > 0)
      fields.set("*", toField("*", additionalProperties, { root, isRequired: false }));
  }
  return [...fields.values()];
}

function toField(
  name: string,
  schema: JsonSchema,
  { root, isRequired }: { root: JsonSchema; isRequired: boolean },
): SchemaField {
  const field = fieldOf(shallow(schema, root), { components: {} }, { path: name, isRequired });
  const inner = objectsIn(schema, root).filter(hasFields);
  return { ...field, name, inner };
}

/** The objects that a value of the schema is, or holds as a list. */
function objectsIn(schema: JsonSchema, root: JsonSchema, depth = SHALLOW_DEPTH): JsonSchema[] {
  const resolved = resolve(schema, root);
  if (depth === 0) return [];
  const within = [...membersOf(resolved), ...(isRecord(resolved.items) ? [resolved.items] : [])];
  return [resolved, ...within.flatMap((one) => objectsIn(one, root, depth - 1))];
}

function hasFields({ properties, additionalProperties }: JsonSchema): boolean {
  const others = isRecord(additionalProperties) ? Object.keys(additionalProperties) : [];
  return Object.keys(properties ?? {}).length > 0 || others.length > 0;
}

function membersOf({ anyOf = [], oneOf = [], allOf = [] }: JsonSchema): JsonSchema[] {
  return [...anyOf, ...oneOf, ...allOf];
}

/** The schema without references where a description of it looks. */
function shallow(schema: JsonSchema, root: JsonSchema, depth = SHALLOW_DEPTH): JsonSchema {
  if (depth === 0) return {};
  const { anyOf, oneOf, items, additionalProperties, ...rest } = resolve(schema, root);
  const below = (one: JsonSchema) => shallow(one, root, depth - 1);
  return {
    ...rest,
    ...(anyOf && { anyOf: anyOf.map(below) }),
    ...(oneOf && { oneOf: oneOf.map(below) }),
    ...(isRecord(items) && { items: below(items) }),
    ...(isRecord(additionalProperties) && { additionalProperties: below(additionalProperties) }),
  };
}

/** The schema, or what it refers to: `#/$defs/address`. What stands beside the reference wins; `true` and the unknown say nothing. */
function resolve(schema: JsonSchema, root: JsonSchema, hops = 0): JsonSchema {
  if (typeof schema !== "object" || schema === null) return {};
  const { $ref, ...beside } = schema;
  if (typeof $ref !== "string") return schema;
  const parts = $ref
    .replace(/^#\/?/, "")
    .split("/")
    .filter(Boolean)
    .map((part) => decodeURIComponent(part).replaceAll("~1", "/").replaceAll("~0", "~"));
  const target = parts.reduce<unknown>(ownValue, root);
  return isRecord(target) && hops < 32 ? { ...resolve(target, root, hops + 1), ...beside } : beside;
}
