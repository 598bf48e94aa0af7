import {
  componentName,
  type JsonSchema,
  resolveSchema,
  type SchemaComponents,
  splitNull,
} from "@/lib/openapi/json-schema";
import { constraintsOf } from "./constraints";

/** One row of a table of fields. */
export interface Field {
  /** Dotted, `[]` for the items of a list and `*` for any key: `data[].headers.*`. */
  path: string;
  /** As TypeScript would write it, with the format behind: `string[] (uuid)`. */
  type: string;
  isRequired: boolean;
  description: string | undefined;
  /** In words: "1–120 characters", "default: 25". */
  constraints: string[];
  /** The only values it may have, if there are such. */
  values: string[];
}

export interface FieldGroup {
  /** What tells the alternatives of a union apart; absent when there is only one. */
  title: string | undefined;
  fields: Field[];
}

const MAX_DEPTH = 6;

/** The fields of a body, at every depth; a group for each alternative when it is a union. */
export function fieldGroupsOf(schema: JsonSchema, components: SchemaComponents): FieldGroup[] {
  const branches = branchesOf(schema, components).options;
  return branches.map((branch, index) => ({
    title: branches.length > 1 ? (componentName(branch) ?? `Alternative ${index + 1}`) : undefined,
    fields: childrenOf(branch, components, { path: "", depth: 0 }),
  }));
}

/** A field by itself, without what is inside it. */
export function fieldOf(
  schema: JsonSchema,
  components: SchemaComponents,
  { path, isRequired }: Pick<Field, "path" | "isRequired">,
): Field {
  const { options, isNullable } = branchesOf(schema, components);
  const whole = resolveSchema(schema, components);
  const resolved = options.map((option) => resolveSchema(option, components));
  const constraints = [
    ...resolved.flatMap((option) => constraintsOf(option, itemsOf(option, components))),
    ...constraintsOf({ default: whole.default }),
  ];
  const types = [...resolved.map((option) => typeOf(option, components)), ...(isNullable ? ["null"] : [])];
  return {
    path,
    type: [...new Set(types)].join(" | "),
    isRequired,
    description: whole.description,
    constraints: [...new Set(constraints)],
    values: [...new Set(resolved.flatMap((option) => valuesOf(option, components)))],
  };
}

interface Place {
  path: string;
  depth: number;
}

function childrenOf(schema: JsonSchema, components: SchemaComponents, { path, depth }: Place): Field[] {
  if (depth > MAX_DEPTH) return [];
  const resolved = resolveSchema(schema, components);
  const below = (child: JsonSchema, childPath: string) =>
    branchesOf(child, components).options.flatMap((branch) =>
      childrenOf(branch, components, { path: childPath, depth: depth + 1 }),
    );
  if (resolved.items) return below(resolved.items, `${path}[]`);
  const { properties = {}, required = [], additionalProperties } = resolved;
  const named = Object.entries(properties).flatMap(([name, property]) => {
    const at = path ? `${path}.${name}` : name;
    const isRequired = required.includes(name);
    return [fieldOf(property, components, { path: at, isRequired }), ...below(property, at)];
  });
  const others = typeof additionalProperties === "object" ? below(additionalProperties, `${path}.*`) : [];
  return [...named, ...others];
}

/** The alternatives of a union, or the schema as its only one. */
function branchesOf(
  schema: JsonSchema,
  components: SchemaComponents,
): { options: JsonSchema[]; isNullable: boolean } {
  const resolved = resolveSchema(schema, components);
  const union = resolved.anyOf ?? resolved.oneOf;
  if (union) return splitNull(union);
  if (!Array.isArray(resolved.type)) return { options: [schema], isNullable: false };
  const types = resolved.type.filter((type) => type !== "null");
  return {
    options: types.map((type) => ({ ...resolved, type })),
    isNullable: types.length < resolved.type.length,
  };
}

function typeOf(schema: JsonSchema, components: SchemaComponents): string {
  const items = itemsOf(schema, components);
  const { format } = items ?? schema;
  const suffix = format ? ` (${format})` : "";
  return `${items ? `${plainType(items)}[]` : plainType(schema)}${suffix}`;
}

function plainType({ type, const: constant, enum: values, ...schema }: JsonSchema): string {
  if (constant !== undefined) return JSON.stringify(constant);
  const { properties, additionalProperties } = schema;
  if (!properties && typeof additionalProperties === "object" && additionalProperties.type)
    return `Record<string, ${plainType(additionalProperties)}>`;
  if (Array.isArray(type)) return `(${type.join(" | ")})`;
  return type ?? (values ? typeof values[0] : "any");
}

function itemsOf(schema: JsonSchema, components: SchemaComponents): JsonSchema | undefined {
  return schema.items && resolveSchema(schema.items, components);
}

function valuesOf(schema: JsonSchema, components: SchemaComponents): string[] {
  return (itemsOf(schema, components) ?? schema).enum?.map(String) ?? [];
}
