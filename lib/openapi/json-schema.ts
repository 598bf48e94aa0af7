/** The parts of JSON Schema 2020-12 that our documents use. */
export interface JsonSchema {
  $ref?: string;
  type?: string | string[];
  description?: string;
  properties?: Record<string, JsonSchema>;
  required?: string[];
  additionalProperties?: boolean | JsonSchema;
  items?: JsonSchema;
  anyOf?: JsonSchema[];
  oneOf?: JsonSchema[];
  allOf?: JsonSchema[];
  enum?: unknown[];
  const?: unknown;
  default?: unknown;
  examples?: unknown[];
  format?: string;
  pattern?: string;
  minLength?: number;
  maxLength?: number;
  minimum?: number;
  maximum?: number;
  exclusiveMinimum?: number;
  exclusiveMaximum?: number;
  minItems?: number;
  maxItems?: number;
}

export type SchemaComponents = Record<string, JsonSchema>;

/** `Subscription` for a reference to that component. */
export function componentName({ $ref }: JsonSchema): string | undefined {
  return $ref?.split("/").at(-1);
}

/** The schema itself, or the component that it refers to; what stands beside the reference wins. */
export function resolveSchema(schema: JsonSchema, components: SchemaComponents): JsonSchema {
  const name = componentName(schema);
  if (name === undefined) return schema;
  const component = components[name];
  if (!component) throw new Error(`openapi.json has no component ${name}.`);
  const { $ref: _, ...beside } = schema;
  return { ...resolveSchema(component, components), ...beside };
}

/** The options of a union without null, and whether null is one of them. */
export function splitNull(options: JsonSchema[]): { options: JsonSchema[]; isNullable: boolean } {
  const rest = options.filter(({ type }) => type !== "null");
  return { options: rest, isNullable: rest.length < options.length };
}
