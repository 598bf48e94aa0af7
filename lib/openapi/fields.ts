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
  /** The component in the type, when it is folded. */
  component: string | undefined;
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
  /** Instead of fields, when the whole is a component that is folded. */
  component: string | undefined;
  fields: Field[];
}

const MAX_DEPTH = 6;

interface Options {
  components: SchemaComponents;
  /** Components inside are named rather than unfolded, since each is described by itself. */
  isFolded?: boolean;
}

/** The fields of a body, at every depth; a group for each alternative when it is a union. */
export function fieldGroupsOf(schema: JsonSchema, options: Options): FieldGroup[] {
  const branches = branchesOf(schema, options.components).options;
  return branches.map((branch, index) => {
    const component = foldedIn(branch, options);
    return {
      title: branches.length > 1 ? (componentName(branch) ?? `Alternative ${index + 1}`) : undefined,
      component,
      fields: component ? [] : childrenOf(branch, options, { path: "", depth: 0 }),
    };
  });
}

/** A field by itself, without what is inside it. */
export function fieldOf(
  schema: JsonSchema,
  options: Options,
  { path, isRequired }: Pick<Field, "path" | "isRequired">,
): Field {
  const { components } = options;
  const { options: branches, isNullable } = branchesOf(schema, components);
  const whole = resolveSchema(schema, components);
  const resolved = branches.map((branch) => resolveSchema(branch, components));
  const constraints = [
    ...resolved.flatMap((branch) => constraintsOf(branch, itemsOf(branch, components))),
    ...constraintsOf({ default: whole.default }),
  ];
  const types = [...branches.map((branch) => typeOf(branch, options)), ...(isNullable ? ["null"] : [])];
  return {
    path,
    type: [...new Set(types)].join(" | "),
    component: branches.map((branch) => foldedIn(branch, options)).find(Boolean),
    isRequired,
    description: whole.description,
    constraints: [...new Set(constraints)],
    values: [...new Set(resolved.flatMap((branch) => valuesOf(branch, components)))],
  };
}

interface Place {
  path: string;
  depth: number;
}

function childrenOf(schema: JsonSchema, options: Options, { path, depth }: Place): Field[] {
  if (depth > MAX_DEPTH) return [];
  const resolved = resolveSchema(schema, options.components);
  const below = (child: JsonSchema, childPath: string) =>
    branchesOf(child, options.components)
      .options.filter((branch) => !foldedIn(branch, options))
      .flatMap((branch) => childrenOf(branch, options, { path: childPath, depth: depth + 1 }));
  if (resolved.items) return below(resolved.items, `${path}[]`);
  const { properties = {}, required = [], additionalProperties } = resolved;
  const named = Object.entries(properties).flatMap(([name, property]) => {
    const at = path ? `${path}.${name}` : name;
    const isRequired = required.includes(name);
    return [fieldOf(property, options, { path: at, isRequired }), ...below(property, at)];
  });
  const others = typeof additionalProperties === "object" ? below(additionalProperties, `${path}.*`) : [];
  return [...named, ...others];
}

/** The component that this is, or a list of, if it is one to be folded: an object with fields of its own. */
function foldedIn(schema: JsonSchema, { components, isFolded }: Options): string | undefined {
  if (!isFolded) return undefined;
  const name = componentName(schema) ?? (schema.items && componentName(schema.items));
  return name !== undefined && components[name]?.properties ? name : undefined;
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

function typeOf(schema: JsonSchema, options: Options): string {
  const whole = resolveSchema(schema, options.components);
  const items = itemsOf(whole, options.components);
  const name = foldedIn(schema, options) ?? plainType(items ?? whole);
  const format = (items ?? whole).format;
  return `${name}${items ? "[]" : ""}${format ? ` (${format})` : ""}`;
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
