import * as z from "zod";

/** What the value of a query's field looks like, as far as JSON Schema can tell: enough to read it off a URL without the schema. */
export interface FieldLook {
  type?: string;
  enum?: readonly unknown[];
  const?: unknown;
  anyOf?: readonly FieldLook[];
  allOf?: readonly FieldLook[];
  items?: FieldLook;
  minLength?: number;
  maxLength?: number;
  pattern?: string;
  minimum?: number;
  exclusiveMinimum?: number;
  maximum?: number;
}

/** The fields of a query as plain data; `Query` is what its schema gives. */
export interface QueryFields<Query> {
  looks: Record<string, FieldLook>;
  /** Never there: for the types alone. */
  query?: Query;
}

/**
 * Of a list's query. For `list-query.ts`, of which a browser gets what this returned when the product was built (lib/list-queries-loader.mjs): the
 * schema, and Zod with it, would be a large part of each page.
 */
export function queryFields<Schema extends z.ZodObject>(schema: Schema): QueryFields<z.output<Schema>> {
  return {
    looks: Object.fromEntries(Object.entries(schema.shape).map(([name, type]) => [name, lookOf(type)])),
  };
}

function lookOf(type: z.core.$ZodType): FieldLook {
  const bare = type instanceof z.ZodOptional ? type.unwrap() : type;
  const as = (io: "input" | "output") => {
    const { $schema, description, example, ...look } = z.toJSONSchema(bare, { io, unrepresentable: "any" });
    // The keys that are read are those of FieldLook.
    return look as FieldLook;
  };
  const given = as("output");
  return given.type === "boolean" ? given : as("input");
}
